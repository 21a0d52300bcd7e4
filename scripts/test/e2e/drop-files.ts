import type { Page } from "playwright-core";
import type { PickedFile } from "./documents.ts";

/** Drops files where a page takes them, as a person who drags them out of a folder. `place` is what that place is called. */
export async function dropFiles(page: Page, place: string, files: readonly PickedFile[]): Promise<void> {
  const given = files.map(({ name, mimeType, buffer }) => ({ name, type: mimeType, bytes: [...buffer] }));
  const dataTransfer = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, type, bytes } of all) transfer.items.add(new File([Uint8Array.from(bytes)], name, { type }));
    return transfer;
  }, given);
  const target = page.getByRole("group", { name: place });
  await target.dispatchEvent("dragover", { dataTransfer });
  await target.dispatchEvent("drop", { dataTransfer });
}
