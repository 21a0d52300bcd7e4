import type { App } from "../app.ts";
import type { OnProgress } from "./progress.ts";
import { removeLeftovers } from "./removeLeftovers.ts";

/** Signs in where the OTP worker is needed and nobody is. The wallet is asked, so the page shows this as a step of its own. */
export async function signInFirst(app: App, onProgress: OnProgress): Promise<void> {
  const { otp, wallet } = app;
  if (otp.account !== null && otp.account === wallet.account) return;
  onProgress({ step: "signing-in" });
  await otp.signIn();
  // Not waited for: it is tidying up.
  removeLeftovers(app).catch(() => {});
}
