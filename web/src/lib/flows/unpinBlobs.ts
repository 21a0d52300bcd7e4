import type { Hex } from "viem";
import type { App } from "../app.ts";
import { OtpRefusedError } from "../otp/otpRequest.ts";

/** The worker takes so many in one request. */
const AT_ONCE = 16;

/** Has the store forget blobs of a report. Needs a sign-in. @throws OtpRefusedError, or an ExplainedError when the worker is away. */
export async function unpinBlobs({ otp }: App, report: Hex, blobs: readonly Hex[]): Promise<void> {
  for (const few of fewOf(blobs)) await otp.unpin(report, few);
}

/**
 * As `unpinBlobs`, for what may be needed after all or be somebody else's: that stays. The worker removes all that it is asked for or
 * nothing, so where it refuses it is asked for one at a time.
 */
export async function unpinUnneeded({ otp }: App, report: Hex, blobs: readonly Hex[]): Promise<void> {
  for (const few of fewOf(blobs)) {
    if (await isTaken(otp.unpin(report, few))) continue;
    for (const blob of few) await isTaken(otp.unpin(report, [blob]));
  }
}

function fewOf(blobs: readonly Hex[]): Hex[][] {
  const distinct = [...new Set(blobs)];
  return Array.from({ length: Math.ceil(distinct.length / AT_ONCE) }, (_, index) =>
    distinct.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
}

/** False when the worker says that something is to stay. */
async function isTaken(asked: Promise<void>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if (error instanceof OtpRefusedError && (error.code === "still_needed" || error.code === "not_yours")) return false;
    throw error;
  }
}
