import { describe, expect, it } from "vitest";
import { NetworkConfigurationError, parseNetwork } from "./network.ts";

const local = {
  chainId: 1337,
  chainName: "Local",
  rpcUrls: ["http://127.0.0.1:8545"],
  registry: "0x5fbdb2315678afecb367f032d93f642f64180aa3",
  records: "0xe7f1725e7734ce288f8367e1bb143e90bb3f0512",
  deployBlock: 2,
  subgraphUrl: "http://127.0.0.1:8000/subgraphs/name/subgraph-0",
  otpUrl: "http://127.0.0.1:8787",
  gatewayUrls: ["http://127.0.0.1:8080"],
  explorerUrl: null,
  walletConnectProjectId: null,
  local: {
    inboxUrl: "http://127.0.0.1:8790",
    demoWallets: [{ name: "Demo", role: "patient", privateKey: `0x${"11".repeat(32)}` }],
    demoLicence: { authority: "DEMO", registrationNumber: "1" },
  },
};

const field = (json: unknown) => {
  try {
    parseNetwork(json);
  } catch (error) {
    if (error instanceof NetworkConfigurationError) return error.field;
    throw error;
  }
  return null;
};

describe("the network configuration", () => {
  it("is read, with checksummed addresses and a chain that wallets can add", () => {
    const network = parseNetwork(local);
    expect(network.registry).toBe("0x5FbDB2315678afecb367f032d93F642f64180aa3");
    expect(network.chain.rpcUrls.default.http).toEqual(["http://127.0.0.1:8545"]);
    expect(network.deployBlock).toBe(2n);
    expect(network.local?.demoWallets).toHaveLength(1);
  });

  it("is refused, naming the field, when something is missing, malformed or unknown", () => {
    expect(field(null)).toBe("");
    expect(field({ ...local, registry: "0x12" })).toBe("registry");
    expect(field({ ...local, rpcUrls: [] })).toBe("rpcUrls");
    expect(field({ ...local, chainId: "1337" })).toBe("chainId");
    expect(() => parseNetwork({ ...local, surprise: 1 })).toThrow(/surprise/);
  });

  it("never sends anything in clear to another machine", () => {
    expect(field({ ...local, otpUrl: "http://example.org" })).toBe("otpUrl");
    expect(field({ ...local, gatewayUrls: ["javascript:alert(1)"] })).toBe("gatewayUrls.0");
    expect(field({ ...local, subgraphUrl: "https://user:secret@example.org" })).toBe("subgraphUrl");
  });

  it("honours demo wallets on the local chain of this machine only", () => {
    expect(field({ ...local, chainId: 11155111 })).toBe("local");
    expect(field({ ...local, rpcUrls: ["https://rpc.example.org"] })).toBe("local");
    expect(field({ ...local, chainId: 11155111, local: null })).toBe(null);
  });
});
