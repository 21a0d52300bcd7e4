import type { Page } from "playwright-core";
import type { Hex } from "viem";
import type { PickedFile } from "./documents.ts";
import { button, field, goTo, heading, link, see } from "./person.ts";

/** Adds a report of the patient's own as the page does. Returns its id. */
export async function addOwn(page: Page, file: PickedFile, type: string, title: string): Promise<Hex> {
  await goTo(page, "Reports");
  await link(page, "Add your own").click();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(page, "Choose files").click()]);
  await chooser.setFiles(file);
  await field(page, "Type").selectOption(type);
  await field(page, "Title").fill(title);
  await button(page, "Add").click();
  await see(heading(page, title));
  return new URL(page.url()).pathname.split("/").at(-1) as Hex;
}
