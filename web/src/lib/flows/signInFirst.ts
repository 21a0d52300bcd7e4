import type { App } from "../app.ts";
import type { OnProgress } from "./progress.ts";

/** Signs in where the OTP worker is needed and nobody is. The wallet is asked, so the page shows this as a step of its own. */
export async function signInFirst({ otp, wallet }: App, onProgress: OnProgress): Promise<void> {
  if (otp.account !== null && otp.account === wallet.account) return;
  onProgress({ step: "signing-in" });
  await otp.signIn();
}
