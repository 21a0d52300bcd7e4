import { BigInt } from "@graphprotocol/graph-ts";
import { Network } from "../generated/schema";
import { NETWORK_ID } from "./ids";

/** The network, never paused and without a default admin when new. */
export function fetchNetwork(): Network {
  let network = Network.load(NETWORK_ID);
  if (network === null) {
    network = new Network(NETWORK_ID);
    network.pausedUntil = BigInt.zero();
    network.handovers = 0;
  }
  return network;
}
