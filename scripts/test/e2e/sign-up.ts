import type { Page } from "playwright-core";
import { button, field, heading, read, see, type Person } from "./person.ts";
import { stack } from "./stack.ts";

export type Desk = "I am a patient" | "I am a doctor" | "I am an administrator";

/** Opens the first page, says who one is and connects a wallet by its name. */
export async function connect({ page }: Person, desk: Desk, wallet = "Test Wallet"): Promise<void> {
  await page.goto(stack.webOrigin);
  await page.getByRole("radio", { name: new RegExp(desk) }).check();
  await button(page, new RegExp(wallet)).click();
}

/** Writes down the recovery code, shows that it can be read, and lets the wallet unlock, too. Returns the code. */
export async function setUpKeys(page: Page): Promise<string> {
  await see(button(page, "I have written it down"));
  const spelt = await page.getByText(/^Group \d: /).allTextContents();
  const groups = spelt.map((text) => text.replace(/^Group \d: /, "").replaceAll(" ", ""));
  await button(page, "I have written it down").click();
  await read(page, "Type these groups from your copy");
  for (const [index, group] of groups.entries()) {
    const asked = field(page, `Group ${index + 1}`);
    if (await asked.isVisible()) await asked.fill(group);
  }
  await button(page, "Go on").click();
  await see(heading(page, "Unlock with this wallet, too?"));
  await button(page, "Use my wallet").click();
  return groups.join("-");
}

/** Gives this tab its keys back. */
export async function unlock(page: Page): Promise<void> {
  await button(page, "Unlock with my wallet").click();
  await button(page, "Unlock with my wallet").waitFor({ state: "detached" });
}
