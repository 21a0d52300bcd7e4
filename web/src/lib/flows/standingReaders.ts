import type { ChartId } from "@chartkey/protocol/chart";
import type { Address } from "viem";
import type { App } from "../app.ts";
import { factsOf, standingConsentOf } from "../chain/reads.ts";
import { readChartStandingConsents } from "../history/standingConsents.ts";

/**
 * For whom a new report of a chart is locked besides the patient: the doctors with whom all reports are shared now. The lists say
 * whom to ask about; whether a consent still holds is the contract's answer, because what is locked for somebody stays so.
 */
export async function standingReaders({ chain, history }: App, chart: ChartId): Promise<Address[]> {
  const rows = await readChartStandingConsents(history, chart);
  const holds = await Promise.all(
    rows.map(async ({ grantee, stopped, attestationGeneration }) => {
      if (stopped) return false;
      const [facts, expiry] = await Promise.all([
        factsOf(chain, chart, grantee.account, 0),
        standingConsentOf(chain, chart, grantee.account),
      ]);
      const isSameDoctor = facts.active && facts.attestationGeneration === attestationGeneration;
      return isSameDoctor && expiry * 1000 >= Date.now();
    }),
  );
  return rows.filter((_, index) => holds[index]).map(({ grantee }) => grantee.account);
}
