import type { Hex, TypedDataDomain } from "viem";
import type { ChartId } from "./chart.ts";

/**
 * What a patient signs for anything that has no form of its own. `call` is selector and arguments, `nonce` the chart's next one at
 * that contract, `epoch` its signature epoch, `deadline` the last second at which it may be sent, Unix time.
 */
export type ChartRequest = { chart: ChartId; call: Hex; nonce: bigint; epoch: number; deadline: bigint };

const STATEMENT = "I ask for the following, in the name of my chart.";

export const chartRequestTypes = {
  ChartRequest: [
    { name: "statement", type: "string" },
    { name: "chart", type: "bytes20" },
    { name: "call", type: "bytes" },
    { name: "nonce", type: "uint256" },
    { name: "epoch", type: "uint32" },
    { name: "deadline", type: "uint64" },
  ],
} as const;

/** Typed data that the *holder* of a chart signs, for `executeRequest` of the contract whose domain is given. */
export function chartRequest<domain extends TypedDataDomain>(domain: domain, request: ChartRequest) {
  return {
    domain,
    types: chartRequestTypes,
    primaryType: "ChartRequest",
    message: { statement: STATEMENT, ...request },
  } as const;
}
