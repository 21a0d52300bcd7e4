import type { StandingConsentRow } from "../history/rows.ts";
import type { ChainAccess } from "./chainAccess.ts";
import { factsOf, standingConsentOf } from "./reads.ts";

/**
 * Those of the consents to all reports by which a doctor can read what is added now. The rows say whom to ask about; the answer is
 * the contract's, because what is locked for somebody stays so.
 */
export async function standingReaders(
  chain: ChainAccess,
  rows: readonly StandingConsentRow[],
): Promise<StandingConsentRow[]> {
  const holds = await Promise.all(
    rows.map(async ({ chart, grantee, stopped, attestationGeneration }) => {
      if (stopped) return false;
      const [facts, expiry] = await Promise.all([
        factsOf(chain, chart, grantee.account, 0),
        standingConsentOf(chain, chart, grantee.account),
      ]);
      const isSameDoctor = facts.active && facts.attestationGeneration === attestationGeneration;
      return isSameDoctor && expiry * 1000 >= Date.now();
    }),
  );
  return rows.filter((_, index) => holds[index]);
}
