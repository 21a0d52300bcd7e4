import { createHash, createHmac } from "node:crypto";
import type { Address } from "viem";
import { networkOf } from "../codes/network-of.ts";
import type { LinkKeys } from "../configuration/read-configuration.ts";

/** What names a link to its patient and in storage: SHA-256 of the token in its address, as hex. The token itself is never kept. */
export function idOfLink(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Whose a link is, so that storage does not tell: HMAC-SHA-256 of the chart, as hex. A chart outlives the loss of its wallet. */
export function ownerOfLinks({ index }: Pick<LinkKeys, "index">, chart: Address): string {
  return createHmac("sha256", index).update(`chart ${chart.toLowerCase()}`).digest("hex");
}

/** What is kept of a network address from which a link was tried: HMAC-SHA-256, as hex. */
export function networkOfReader({ index }: Pick<LinkKeys, "index">, address: string): string {
  return createHmac("sha256", index)
    .update(`network ${networkOf(address)}`)
    .digest("hex");
}
