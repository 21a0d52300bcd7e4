/**
 * Takes a picture of every page and of many dialogs, as the demo's people see them on a local stack of their own, at 390 and 1280
 * pixels, light and dark, into `.cache/screenshots`.
 *
 * ```sh
 * npm run screenshots
 * ```
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openProcessRecord, TEMPORARY_PREFIX } from "./local/process-record.ts";
import { projectFolder } from "./local/project-folder.ts";
import { startThrowawayStack } from "./local/throwaway-stack.ts";
import { runSuite } from "./test-runner/run-suite.ts";

const pictures = path.join(projectFolder, ".cache/screenshots");
const folder = mkdtempSync(path.join(tmpdir(), `${TEMPORARY_PREFIX}pictures-`));
const record = openProcessRecord(path.join(folder, "processes.json"));
const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stopped.abort());

process.exit(await take());

async function take(): Promise<number> {
  rmSync(pictures, { recursive: true, force: true });
  const stack = await startThrowawayStack(path.join(folder, "state"), stopped.signal);
  stopped.signal.addEventListener("abort", () => void record.endLeftovers(), { once: true });
  try {
    const { counts, details } = await runSuite({
      // The test that looks at every page is what knows the way to each.
      suite: { name: "pictures", tests: { runner: "vitest", root: "scripts", files: ["test/e2e/pages.test.ts"] } },
      folder,
      record,
      env: { CHARTKEY_STACK: JSON.stringify(stack.urls), CHARTKEY_SCREENSHOTS: pictures },
    });
    if (details !== "") console.error(details);
    const taken = readdirSync(pictures).length;
    console.log(`${taken} pictures are in ${path.relative(process.cwd(), pictures) || pictures}`);
    return counts.failed > 0 || taken === 0 ? 1 : 0;
  } finally {
    await stack.stop();
    await record.endLeftovers();
    rmSync(folder, { recursive: true, force: true });
  }
}
