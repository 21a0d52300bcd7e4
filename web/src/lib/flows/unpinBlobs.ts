import type { Hex } from "viem";
import type { App } from "../app.ts";

/** The worker takes so many in one request. */
const AT_ONCE = 16;

/** Has the store forget blobs of a report. Needs a sign-in. @throws OtpRefusedError, or an ExplainedError when the worker is away. */
export async function unpinBlobs({ otp }: App, report: Hex, blobs: readonly Hex[]): Promise<void> {
  const distinct = [...new Set(blobs)];
  for (let from = 0; from < distinct.length; from += AT_ONCE) {
    await otp.unpin(report, distinct.slice(from, from + AT_ONCE));
  }
}
