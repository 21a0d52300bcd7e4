import { readFile } from "node:fs/promises";
import type { Download } from "playwright-core";
import type { TransactionBuilderFile } from "../../../web/src/lib/safe/transactionBuilderFile.ts";

/** What the page saved for the Transaction Builder of a Safe. */
export async function savedForSafe(saved: Promise<Download>): Promise<TransactionBuilderFile> {
  return JSON.parse(await readFile(await (await saved).path(), "utf8")) as TransactionBuilderFile;
}
