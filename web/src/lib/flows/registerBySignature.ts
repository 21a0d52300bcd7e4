import type { PatientAct } from "../acts/patientAct.ts";
import type { Carried } from "../acts/signedCode.ts";
import type { App } from "../app.ts";
import { onNewBlock } from "../chain/onNewBlock.ts";
import type { TransactionStatus } from "../chain/transactions.svelte.ts";
import type { SignedKey } from "./createKey.ts";
import { signAct } from "./signAct.ts";

/** A registration that waits for somebody to send it. `deadline` in Unix seconds. */
export type HandedRegistration = { carried: Carried; deadline: number };

/**
 * Registers the account as a patient by a signature that somebody else sends, and waits until they have. The keys are unlocked
 * afterwards. Whoever leaves meanwhile loses nothing: the recovery code opens what was sent.
 *
 * @param onHanded Called when it is signed.
 */
export async function registerBySignature(
  app: App,
  { publication: key, authoriser }: SignedKey,
  onStatus: (status: TransactionStatus) => void,
  onHanded: (handed: HandedRegistration) => void,
): Promise<void> {
  const holder = app.wallet.client.account.address;
  onStatus("asked");
  const act: PatientAct = { kind: "register", holder, key, authoriser };
  onHanded(await signAct(app, act));
  onStatus("sent");
  await untilPatient(app, holder);
  onStatus("visible");
  await app.keys.holder.adoptSealed();
  app.keys.unlocked(holder);
}

/** Resolves when the public record knows the account as a patient. Rejects when another account was chosen meanwhile. */
function untilPatient({ chain, session, wallet }: App, account: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = onNewBlock(chain, look);
    async function look() {
      await session.refresh();
      if (wallet.account !== account) end(() => reject(new Error("Another account was chosen.")));
      else if (session.isPatient) end(resolve);
    }
    function end(how: () => void) {
      stop();
      how();
    }
  });
}
