import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { manifestFor, type Networks, NotDeployedError } from "../../subgraph/for-network.ts";
import { UnknownDataSourceError, withSources } from "../../subgraph/with-sources.ts";
import { sentenceOf, sumOf } from "../test-runner/counts.ts";

describe("filling in where the contracts are", () => {
  const manifest = `dataSources:
  - kind: ethereum/contract
    name: Registry
    network: sepolia
    source:
      abi: Registry
      address: "0x0000000000000000000000000000000000000000"
      startBlock: 0
    mapping:
      abis:
        - name: Other
  - kind: ethereum/contract
    name: Records
    network: sepolia
    source:
      address: "0x0000000000000000000000000000000000000000"
      startBlock: 0
`;

  it("gives each data source its own address and first block", () => {
    const filled = withSources(manifest, "localhost", {
      Registry: { address: "0xaa", startBlock: 3 },
      Records: { address: "0xbb", startBlock: 4 },
    });
    expect(filled.match(/address: .*/g)).toEqual(['address: "0xaa"', 'address: "0xbb"']);
    expect(filled.match(/startBlock: .*/g)).toEqual(["startBlock: 3", "startBlock: 4"]);
    expect(filled.match(/network: .*/g)).toEqual(["network: localhost", "network: localhost"]);
    expect(filled).toContain("- name: Other");
  });

  it("refuses a data source that was not deployed", () => {
    expect(() => withSources(manifest, "localhost", { Registry: { address: "0xaa", startBlock: 3 } })).toThrow(
      UnknownDataSourceError,
    );
  });
});

describe("a manifest for a network", () => {
  const manifest = readFileSync(new URL("../../subgraph/subgraph.yaml", import.meta.url), "utf8");
  const networks = JSON.parse(
    readFileSync(new URL("../../subgraph/networks.json", import.meta.url), "utf8"),
  ) as Networks;

  it("names the network, and where both contracts are there", () => {
    const made = manifestFor(manifest, "testnet", { testnet: networks["localhost"]! });
    expect(made.match(/network: .*/g)).toEqual(["network: testnet", "network: testnet"]);
    expect(made.match(/address: .*/g)).toEqual(
      ["Registry", "Records"].map((name) => `address: "${networks["localhost"]![name]!.address}"`),
    );
  });

  it.each(["sepolia", "mainnet"])("is refused for %s while the contracts are not there", (network) => {
    expect(networks[network]).toEqual({});
    expect(() => manifestFor(manifest, network, networks)).toThrow(
      `The contracts are not on "${network}". Deploy them`,
    );
  });

  it("is refused for a network that nobody knows, and the known ones are named", () => {
    expect(() => manifestFor(manifest, "nowhere", networks)).toThrow(NotDeployedError);
    expect(() => manifestFor(manifest, "nowhere", networks)).toThrow("Known are localhost, sepolia, mainnet.");
  });
});

describe("counting tests", () => {
  it("sums all suites into one plain sentence", () => {
    const sum = sumOf([
      { passed: 2, failed: 0, skipped: 0 },
      { passed: 3, failed: 1, skipped: 0 },
    ]);
    expect(sentenceOf(sum)).toBe("5 passed, 1 failed");
  });

  it("mentions skipped tests only when there are any", () => {
    expect(sentenceOf({ passed: 1, failed: 0, skipped: 2 })).toBe("1 passed, 0 failed, 2 skipped");
  });
});
