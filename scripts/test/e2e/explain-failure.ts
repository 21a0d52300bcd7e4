import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Person } from "./person.ts";
import { stack } from "./stack.ts";

/** Prints what each person had before their eyes when a test failed, and keeps a picture of it beside the stack's logs. */
export async function explainFailure(test: string, people: Readonly<Record<string, Person>>): Promise<void> {
  const folder = path.join(stack.stateFolder, "logs");
  mkdirSync(folder, { recursive: true });
  for (const [name, { page, seen }] of Object.entries(people)) {
    if (page.url() === "about:blank") continue;
    const picture = path.join(folder, `${test.replaceAll(/\W+/g, "-").slice(0, 60)}.${name}.png`);
    await page.screenshot({ path: picture, fullPage: true }).catch(() => {});
    const text = await page
      .locator("body")
      .innerText()
      .catch(() => "(no page)");
    console.log([`── ${name} at ${page.url()} (${picture})`, text, ...seen.consoleErrors.slice(-10)].join("\n"));
  }
}
