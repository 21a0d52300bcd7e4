import { InvalidCardCodeError } from "@chartkey/protocol/card-code";
import { InvalidRecoveryCodeError } from "@chartkey/protocol/unlocker-recovery-code";
import { noAddress } from "#lib/flows/keyCopy.ts";
import { notFound } from "#lib/flows/recoverChart.ts";
import { ExplainedError } from "#lib/words/explainedError.ts";

/** The field in which something has to be put right before a chart is looked for again; null where it is not a field that failed. */
export function wrongField(error: unknown): "code" | "card" | "copy" | null {
  if (error instanceof InvalidCardCodeError) return "card";
  if (error instanceof InvalidRecoveryCodeError) return "code";
  if (!(error instanceof ExplainedError)) return null;
  if (error.explanation === noAddress) return "copy";
  return error.explanation === notFound ? "code" : null;
}
