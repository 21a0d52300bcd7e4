import type { Page } from "playwright-core";

/** Gives the desk a list of assignments, as from a spreadsheet. */
export async function giveList(page: Page, lines: readonly string[]): Promise<void> {
  const buffer = Buffer.from(["action,card,doctor", ...lines].join("\r\n"));
  await page.locator("input[type=file]").setInputFiles({ name: "assignments.csv", mimeType: "text/csv", buffer });
}
