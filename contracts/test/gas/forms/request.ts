import { chartRequest } from "@chartkey/protocol/chart-request";
import { recordsDomain } from "@chartkey/protocol/consent-forms";
import { registryDomain } from "@chartkey/protocol/typed-data";
import type { Hex } from "viem";
import type { Call } from "../chain.ts";
import type { Contracts } from "../contracts.ts";
import type { Person } from "../person.ts";

/** What `holder` would call, as a request for somebody else to send: the first one of the chart at that contract. */
export async function signedRequest(
  contracts: Contracts,
  holder: Person,
  { chart, to, data, deadline }: Pick<Call, "to" | "data"> & { chart: Hex; deadline: bigint },
) {
  const domain = to === contracts.registry ? registryDomain(contracts) : recordsDomain(contracts);
  const request = { chart, call: data, nonce: 0n, deadline };
  const signature = await holder.account.signTypedData(chartRequest(domain, { ...request, epoch: 0 }));
  return [request, signature] as const;
}
