import { describe, expect, it } from "vitest";
import { UnknownDataSourceError, withSources } from "../local/graph-node.ts";
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
    const filled = withSources(manifest, {
      Registry: { address: "0xaa", startBlock: 3 },
      Records: { address: "0xbb", startBlock: 4 },
    });
    expect(filled.match(/address: .*/g)).toEqual(['address: "0xaa"', 'address: "0xbb"']);
    expect(filled.match(/startBlock: .*/g)).toEqual(["startBlock: 3", "startBlock: 4"]);
    expect(filled.match(/network: .*/g)).toEqual(["network: localhost", "network: localhost"]);
    expect(filled).toContain("- name: Other");
  });

  it("refuses a data source that was not deployed", () => {
    expect(() => withSources(manifest, { Registry: { address: "0xaa", startBlock: 3 } })).toThrow(
      UnknownDataSourceError,
    );
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
