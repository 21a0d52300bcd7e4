import { parseCapsulesField } from "@chartkey/protocol/capsule-bundle";
import { digestOf } from "@chartkey/protocol/cid";
import { bytesToHex, type Hex } from "viem";
import type { App } from "../app.ts";
import { downloadBlob } from "../blobs/downloadBlob.ts";
import type { OnProgress } from "./progress.ts";
import { storeBlobs } from "./storeBlobs.ts";

/** The capsule bundle of an event: from the event itself, or from the store. */
export async function capsuleBundle({ network }: App, field: Hex): Promise<Uint8Array<ArrayBuffer>> {
  const parsed = parseCapsulesField(field);
  return parsed.kind === "inline" ? parsed.bundle : downloadBlob(network, parsed.digest);
}

/**
 * What an event says of a capsule bundle: by reference where someone is signed in and the store answers; otherwise in the
 * transaction itself, which costs a little more. A consent never depends on an operator, and never asks for a sign-in.
 */
export async function capsulesField(
  app: App,
  report: Hex | null,
  bundle: Uint8Array<ArrayBuffer>,
  onProgress: OnProgress,
): Promise<Hex> {
  if (app.otp.account === null) return bytesToHex(bundle);
  onProgress({ step: "storing", stored: 0, total: 1 });
  try {
    await storeBlobs(app, report, [bundle], [], async () => {});
    return await digestOf(bundle);
  } catch {
    return bytesToHex(bundle);
  }
}
