import { carriedOf, signedActFrom, type Carried } from "./acts/signedCode.ts";
import type { Binding, PatientAct } from "./acts/patientAct.ts";
import type { App } from "./app.ts";
import { canStillBeSent } from "./flows/signedActState.ts";
import { Loaded } from "./loaded.svelte.ts";
import { ownerKey } from "./storage/owner.ts";
import { forgetSignedAct, keepSignedAct, keptSignedActs, type KeptSignedAct } from "./storage/signedActs.ts";

/** Something signed here that nobody has sent yet. `deadline` and `signedAt` in Unix seconds. */
export type WaitingAct = { id: string; act: PatientAct; carried: Carried; signedAt: number; deadline: number };

type Where = Pick<App, "network" | "chain" | "wallet">;

/**
 * What the account here signed for somebody else to send, so that it can be shown again until it is sent, ends or is void. Of what was
 * signed in another browser nothing is known.
 */
export class SignedActs {
  readonly waiting = new Loaded<readonly WaitingAct[]>();

  /** Keeps what was just signed. A browser that keeps nothing takes nothing from it: it is shown now. */
  async keep(app: Where, { text }: Carried, deadline: number, bound: Binding): Promise<void> {
    const signedAt = Math.floor(Date.now() / 1000);
    const kept = { owner: ownerOf(app), id: crypto.randomUUID(), text, signedAt, deadline, ...bound };
    await keepSignedAct(kept).catch(() => {});
    await this.read(app);
  }

  /** Reads what waits to be sent, and forgets what waits no more. */
  async read(app: Where): Promise<void> {
    await this.waiting.load(async () => {
      const all = await Promise.all((await keptSignedActs(ownerOf(app))).map((kept) => waitingAct(app, kept)));
      return all.flatMap((each) => each ?? []);
    });
  }

  clear(): void {
    this.waiting.clear();
  }
}

const ownerOf = ({ network, wallet }: Where) => ownerKey(network, wallet.client.account.address);

/** Null for what can be sent no more. */
async function waitingAct({ network, chain }: Where, kept: KeptSignedAct): Promise<WaitingAct | null> {
  const { id, text, signedAt, deadline } = kept;
  const { signed } = await signedActFrom(network, text);
  if (deadline * 1000 < Date.now() || !(await canStillBeSent(chain, signed.act, kept))) {
    await forgetSignedAct(kept);
    return null;
  }
  return { id, act: signed.act, carried: await carriedOf(network, signed, location.origin), signedAt, deadline };
}
