import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Pair } from "../generated/schema";
import { fetchAccount } from "./fetchAccount";
import { pairId } from "./ids";

/** The chart and `grantee`, undecided when new; saved, because others will refer to it. */
export function fetchPair(chart: Bytes, grantee: Address, event: ethereum.Event): Pair {
  const id = pairId(chart, grantee);
  let pair = Pair.load(id);
  if (pair === null) {
    pair = new Pair(id);
    pair.chart = chart;
    pair.grantee = fetchAccount(grantee, event).id;
    pair.generation = 0;
    pair.expiry = BigInt.zero();
    pair.purpose = "NONE";
    pair.counter = 0;
    pair.attestationGeneration = 0;
    pair.save();
  }
  return pair;
}
