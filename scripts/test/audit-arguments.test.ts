import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseArguments } from "../audit/arguments.ts";
import { nodeAt } from "../audit/ask-node.ts";
import { subgraphAt } from "../audit/ask-subgraph.ts";

const RECORDS = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const NODE = ["--rpc", "http://127.0.0.1:8545"];
const script = fileURLToPath(new URL("../audit.ts", import.meta.url));

describe("npm run audit", () => {
  it("takes a node, an address, an index and a second node", () => {
    const args = [
      ...NODE,
      "--address",
      RECORDS,
      "--subgraph",
      "https://index.example/graphql",
      "--rpc",
      "https://b.example",
    ];
    expect(parseArguments(args)).toEqual({
      rpcUrls: ["http://127.0.0.1:8545/", "https://b.example/"],
      address: RECORDS,
      subgraphUrl: "https://index.example/graphql",
      fromBlock: null,
      anew: false,
    });
  });

  for (const [what, args, problem] of [
    ["no node", ["--address", RECORDS], "No node is given."],
    ["no address", NODE, "No address is given."],
    ["three nodes", [...NODE, ...NODE, ...NODE, "--address", RECORDS], "Two nodes can be compared, not 3."],
    ["a short address", [...NODE, "--address", "0x12"], "0x12 is not an address"],
    ["a mistyped address", [...NODE, "--address", RECORDS.replace("5Fb", "5FB")], "typing error"],
    [
      "a URL that is none",
      ["--rpc", "localhost", "--address", RECORDS],
      "--rpc localhost is not an address of the web",
    ],
    [
      "a file as a subgraph",
      [...NODE, "--address", RECORDS, "--subgraph", "file:///etc"],
      "--subgraph file:///etc is not",
    ],
    ["a block that is none", [...NODE, "--address", RECORDS, "--from", "-1"], "--from"],
    ["an option that nobody knows", [...NODE, "--adress", RECORDS], "Unknown option '--adress'"],
  ] as const) {
    it(`refuses ${what}, says what is wrong, and how it is right`, () => {
      expect(() => parseArguments(args)).toThrow(problem);
      expect(() => parseArguments(args)).toThrow("npm run audit -- --rpc URL --address 0x…");
    });
  }

  it("ends with 2 when its arguments are wrong", () => {
    const { status, stderr } = spawnSync(process.execPath, [script, "--rpc", "nonsense"], { encoding: "utf8" });
    expect(status).toBe(2);
    expect(stderr).toContain("No address is given.");
  });

  it("ends with 2 when the node does not answer, and does not show what may be a key", () => {
    const args = [script, "--rpc", "http://127.0.0.1:1/secret-key", "--address", RECORDS];
    const { status, stderr, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(status).toBe(2);
    expect(stderr).toContain("The node at 127.0.0.1:1 does not answer");
    expect(stderr + stdout).not.toContain("secret-key");
  });

  it("says so when what answers is no index", async () => {
    const server = createServer((_, response) => response.end("<html>"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(subgraphAt(url)("{ _meta }", {})).rejects.toThrow("Is this Chartkey's subgraph?");
    await expect(nodeAt(url)("eth_chainId", [])).rejects.toThrow();
    await new Promise((resolve) => server.close(resolve));
  });
});
