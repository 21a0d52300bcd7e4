import { parseCapsulesField } from "@chartkey/protocol/capsule-bundle";
import type { Hex } from "viem";
import type { App } from "../app.ts";
import { downloadBlob } from "../blobs/downloadBlob.ts";

/** The capsule bundle of an event: from the event itself, or from the store. */
export async function capsuleBundle({ network }: App, field: Hex): Promise<Uint8Array<ArrayBuffer>> {
  const parsed = parseCapsulesField(field);
  return parsed.kind === "inline" ? parsed.bundle : downloadBlob(network, parsed.digest);
}
