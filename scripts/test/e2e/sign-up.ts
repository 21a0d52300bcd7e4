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

/** How somebody unlocks besides the recovery code. */
export type SecondWay = "Use my wallet" | "Use a passkey" | "Use a second recovery code";

/** Writes down the recovery code, shows that it can be read, and takes a second way to unlock. Returns the code. */
export async function setUpKeys(page: Page, second: SecondWay = "Use my wallet"): Promise<string> {
  const code = await writeDownCode(page);
  await see(heading(page, "A second way to unlock"));
  await button(page, second).click();
  return code;
}

/** Writes down the code that is shown, and shows that it can be read. */
export async function writeDownCode(page: Page): Promise<string> {
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
  return groups.join("-");
}

/** Registers a patient, up to where the keys are set up. */
export async function startRegistering(person: Person, name: string): Promise<void> {
  const { page } = person;
  await connect(person, "I am a patient");
  await see(heading(page, "Register as a patient"));
  await field(page, "Full name").fill(name);
  await field(page, "Street and house number").fill("3 Quince Lane");
  await field(page, "Postal code").fill("NF2 4BB");
  await field(page, "Town or city").fill("Elderbrook");
  await field(page, "Country").selectOption("GB");
  await field(page, "Telephone").fill("+44 7700 900462");
  await field(page, "Email").fill("somebody@mailbox.example");
  await button(page, "Go on").click();
  await button(page, "I am a person, sign me in").click();
}

/** Gives this tab its keys back. */
export async function unlock(page: Page): Promise<void> {
  const panel = button(page, "Unlock with my wallet").or(button(page, /^Waiting for your wallet/));
  await button(page, "Unlock with my wallet").click();
  await panel.first().waitFor({ state: "detached" });
}

/** Gives this tab its keys by a recovery code. */
export async function unlockWithCode(page: Page, code: string): Promise<void> {
  const reveal = button(page, "Use my recovery code");
  await see(reveal.or(field(page, "Recovery code")));
  if (await reveal.isVisible()) await reveal.click();
  await field(page, "Recovery code").fill(code);
  await button(page, "Unlock").click();
  await button(page, "Unlock").waitFor({ state: "detached" });
}

/** Waits until the new lock is on that follows a stop. */
export async function finishNewLock(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog", { name: /^Sharing with .* has ended$/ });
  await read(dialog, "The new lock is on.");
  await button(dialog, "Done").click();
}
