/**
 * Takes a picture of every page and of many dialogs, as the demo's people see them on a local stack of their own, at 390 and 1280
 * pixels, light and dark, into `.cache/screenshots`.
 *
 * ```sh
 * npm run screenshots
 * ```
 */
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "./local/project-folder.ts";
import { openThrowaway } from "./local/throwaway-stack.ts";
import { runSuite } from "./test-runner/run-suite.ts";

const pictures = path.join(projectFolder, ".cache/screenshots");
const throwaway = openThrowaway("pictures");

process.exit(await take());

async function take(): Promise<number> {
  rmSync(pictures, { recursive: true, force: true });
  const { folder, record } = throwaway;
  try {
    const stack = await throwaway.startStack();
    const run = runSuite({
      // The test that looks at every page is what knows the way to each.
      suite: { name: "pictures", tests: { runner: "vitest", root: "scripts", files: ["test/e2e/pages.test.ts"] } },
      folder,
      record,
      env: { CHARTKEY_STACK: JSON.stringify(stack.urls), CHARTKEY_SCREENSHOTS: pictures },
    });
    const { counts, details } = await throwaway.unlessInterrupted(run);
    if (details !== "") console.error(details);
    const taken = readdirSync(pictures).length;
    console.log(`${taken} pictures are in ${path.relative(process.cwd(), pictures) || pictures}`);
    return counts.failed > 0 || taken === 0 ? 1 : 0;
  } finally {
    await throwaway.end();
  }
}
