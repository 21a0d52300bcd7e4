import { afterEach, describe, expect, it, vi } from "vitest";
import { Check, type Parts } from "./check.svelte.ts";

const HEAD = 5_000;
const contracts = { chainId: 1, registry: `0x${"1".repeat(40)}`, records: `0x${"2".repeat(40)}` } as const;

/** A node of a chain where nothing ever happened: no code, no log. */
function emptyNode(refuse: (method: string) => boolean = () => false): Parts["nodes"][number] {
  return async (method, [first]) => {
    if (refuse(method)) throw new Error(`${method} is refused`);
    if (method === "eth_getBlockByNumber") {
      const number = first === "latest" ? HEAD : Number(first);
      return {
        number: `0x${number.toString(16)}`,
        hash: `0x${number.toString(16).padStart(64, "0")}`,
        timestamp: "0x1",
      };
    }
    if (method === "eth_getLogs") return [];
    return "0x";
  };
}

const noIndex = async () => {
  throw new Error("away");
};

function check(node = emptyNode()): Check {
  return new Check({ contracts, nodes: [node], index: noIndex, fromBlock: 0 });
}

afterEach(() => vi.restoreAllMocks());

describe("a check in the page", () => {
  it("counts what differs, and says that the index was not compared", async () => {
    const run = check();
    await run.run();
    expect(run.state).toBe("differs");
    expect(run.differences.map(({ what }) => what)).toEqual(
      expect.arrayContaining([expect.stringContaining("There is no contract at")]),
    );
    expect(run.count).toBe(run.differences.length);
    expect(run.compared).toMatchObject({ events: 0, block: HEAD, withIndex: false, withSecond: false });
  });

  it("finds the same when it begins again", async () => {
    const run = check();
    await run.run();
    const { count } = run;
    await run.run();
    expect(run.count).toBe(count);
  });

  it("stops where it is told to, and goes on there", async () => {
    const asked: string[] = [];
    const node = emptyNode();
    const run = check(async (method, params) => {
      if (method === "eth_getLogs") {
        asked.push((params[0] as { fromBlock: string }).fromBlock);
        if (asked.length === 2) run.stop();
      }
      return node(method, params);
    });
    await run.run();
    expect(run.state).toBe("stopped");
    expect(asked).toHaveLength(2);
    await run.run();
    expect(run.state).toBe("differs");
    // No span was read twice.
    expect(new Set(asked).size).toBe(asked.length);
  });

  it("goes on after a failure, and finds nothing twice", async () => {
    const whole = check();
    await whole.run();
    let refuses = true;
    const run = check(emptyNode((method) => refuses && method === "eth_call"));
    await run.run();
    expect(run.state).toBe("failed");
    expect(run.error).toBeInstanceOf(Error);
    refuses = false;
    await run.run();
    expect(run.state).toBe("differs");
    expect(run.differences).toEqual(whole.differences);
  });
});
