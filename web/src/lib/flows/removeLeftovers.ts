import type { App } from "../app.ts";
import { OtpRefusedError } from "../otp/otpRequest.ts";
import { forgetLeftovers, ifLeftOver, leftoversOf } from "../storage/leftovers.ts";
import { ownerKey } from "../storage/owner.ts";
import { unpinUnneeded } from "./unpinBlobs.ts";

/**
 * Has the store forget what was noted as left over, if somebody is signed in. What fails stays noted, for another time: nobody waits for
 * it, and nothing depends on it.
 */
export async function removeLeftovers(app: App): Promise<void> {
  const { account } = app.wallet;
  if (!account || app.otp.account !== account) return;
  for (const noted of await leftoversOf(ownerKey(app.network, account))) {
    await ifLeftOver(noted, async (left) => {
      await unpinUnneeded(app, left.report, left.blobs);
      await forgetLeftovers(left);
    }).catch((error: unknown) => {
      // A refusal is about this report, such as for a recovery of its chart: the others do not wait for that.
      if (!(error instanceof OtpRefusedError)) throw error;
    });
  }
}
