import { database } from "./database.ts";

/**
 * What somebody signed here for somebody else to send, as it was handed over: see `carriedOf`. It becomes public when it is sent, and
 * holds no more than what is public then. `deadline`, the last second at which it may be sent, and `signedAt` are in Unix seconds;
 * `epoch` and `generation` are what the signature binds, see `Binding`.
 */
export type KeptSignedAct = {
  owner: string;
  id: string;
  text: string;
  signedAt: number;
  deadline: number;
  epoch: number;
  generation: number;
};

export async function keepSignedAct(kept: KeptSignedAct): Promise<void> {
  await (await database()).put("signedActs", kept);
}

/** What `owner` (see `ownerKey`) signed here and nobody is known to have sent, the newest first. */
export async function keptSignedActs(owner: string): Promise<readonly KeptSignedAct[]> {
  const kept = await (await database()).getAllFromIndex("signedActs", "owner", owner);
  return kept.toSorted((a, b) => b.signedAt - a.signedAt);
}

export async function forgetSignedAct({ id }: Pick<KeptSignedAct, "id">): Promise<void> {
  await (await database()).delete("signedActs", id);
}
