import type { Address, Hex } from "viem";

/** What happened, as far as reading is concerned, and when, Unix seconds. An author is a doctor, or null for the patient. */
export type Happening = { at: bigint } & (
  | { what: "held"; by: Address }
  | { what: "attested"; doctor: Address; until: bigint }
  | { what: "attestation revoked" | "appointed" | "dismissed"; doctor: Address }
  | { what: "added"; report: Hex; author: Address | null; explicitOnly: boolean }
  | { what: "retracted" | "erased"; report: Hex }
  | { what: "shared"; report: Hex; doctor: Address; until: bigint }
  | { what: "stopped"; report: Hex; doctor: Address }
  | { what: "shared everything"; doctor: Address; until: bigint }
  | { what: "stopped everything"; doctor: Address }
);

/**
 * The rules of reading once more, as plainly as they can be said: from everything that happened, in order, without counters,
 * generations or epochs. The contract must agree. See [Note: the rules of reading] in `IConsents.sol`.
 */
export function mayRead(history: readonly Happening[], report: Hex, account: Address, now: bigint): boolean {
  const last = (is: (happening: Happening) => boolean) => history.findLastIndex(is);
  const ofReport = (what: Happening["what"]) =>
    last((it) => it.what === what && "report" in it && it.report === report);
  const ofDoctor = (...whats: Happening["what"][]) =>
    last((it) => whats.includes(it.what) && "doctor" in it && it.doctor === account && !("report" in it));

  const added = history[ofReport("added")];
  if (added?.what !== "added" || ofReport("erased") >= 0) return false;

  const held = history[last((it) => it.what === "held")];
  if (held?.what === "held" && held.by === account) return true;
  if (ofReport("retracted") >= 0) return false;

  const attestation = attestationOf(history, account);
  if (now > attestation.until) return false;
  if (history[ofDoctor("appointed", "dismissed")]?.what !== "appointed") return false;

  const decided = last(
    (it) => (it.what === "shared" || it.what === "stopped") && it.report === report && it.doctor === account,
  );
  const decision = history[decided];
  if (decision?.what === "stopped") return false;

  const counts = (index: number) => index > ofDoctor("stopped everything") && index > attestation.since;
  if (decision?.what === "shared" && counts(decided) && now <= decision.until) return true;

  const everything = history[ofDoctor("shared everything")];
  if (everything?.what === "shared everything" && counts(ofDoctor("shared everything")) && now <= everything.until) {
    if (!added.explicitOnly) return true;
  }
  return added.author === account && counts(ofReport("added"));
}

/** Since when, as a place in the history, a doctor has been attested without a gap, and until when. */
function attestationOf(history: readonly Happening[], doctor: Address): { since: number; until: bigint } {
  let [since, until] = [-1, -1n];
  for (const [index, it] of history.entries()) {
    if (it.what === "attestation revoked" && it.doctor === doctor) until = -1n;
    if (it.what !== "attested" || it.doctor !== doctor) continue;
    if (it.at > until) since = index;
    until = it.until;
  }
  return { since, until };
}
