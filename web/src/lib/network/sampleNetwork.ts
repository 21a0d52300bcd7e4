import { parseNetwork } from "./network.ts";

/** A network for tests, which exists nowhere: its contracts have addresses that are easy to tell apart. */
export const sampleNetwork = parseNetwork({
  chainId: 1337,
  chainName: "Local",
  rpcUrls: ["http://127.0.0.1:8545"],
  registry: `0x${"1".repeat(40)}`,
  records: `0x${"2".repeat(40)}`,
  deployBlock: 1,
  subgraphUrl: "http://127.0.0.1:8000/subgraphs/name/subgraph-0",
  otpUrl: "http://127.0.0.1:8787",
  gatewayUrls: ["http://127.0.0.1:8080"],
  explorerUrl: null,
  walletConnectProjectId: null,
  local: null,
});
