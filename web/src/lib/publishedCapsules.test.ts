import { describe, expect, it, vi } from "vitest";
import type { App } from "./app.ts";
import { PublishedCapsules } from "./publishedCapsules.ts";

const doctor = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";

/** A doctor's page, for whom these capsule bundles were published; the key holder refuses those that it is told to. */
function pageOf(published: string[], refused: string[] = [], length = 40) {
  const learnFrom = vi.fn(async (_: unknown, __: unknown, bundle: Uint8Array) => {
    if (refused.includes(String(bundle[0]))) throw new Error("It is malformed.");
  });
  const logs = () => published.map((byte) => ({ args: { capsules: `0x${byte.repeat(length)}`, actor: doctor } }));
  const client = {
    getBlockNumber: async () => 1n,
    getContractEvents: async ({ eventName }: { eventName: string }) =>
      eventName === "CapsulesPublished" ? logs() : [],
  };
  const network = { deployBlock: 0n };
  const keys = { account: doctor, holder: { accounts: async () => [doctor], learnFrom } };
  return { app: { chain: { client, network }, network, keys } as unknown as App, learnFrom };
}

describe("capsules that a patient publishes for a reader", () => {
  it("are learnt once, and only something new is worth another try of what stayed closed", async () => {
    const published = ["11"];
    const { app, learnFrom } = pageOf(published);
    const capsules = new PublishedCapsules();
    expect(await capsules.learn(app, null)).toBe(true);
    expect(await capsules.learn(app, null)).toBe(false);
    published.push("22");
    expect(await capsules.learn(app, null)).toBe(true);
    expect(learnFrom).toHaveBeenCalledTimes(2);
    capsules.clear();
    expect(await capsules.learn(app, null)).toBe(true);
  });

  it("are learnt later where the node does not answer, and hold up nothing meanwhile", async () => {
    const { app } = pageOf(["11"]);
    const capsules = new PublishedCapsules();
    const answers = vi.spyOn(app.chain.client, "getBlockNumber").mockRejectedValueOnce(new Error("no answer"));
    expect(await capsules.learn(app, null)).toBe(false);
    expect(capsules.isComplete).toBe(false);
    answers.mockRestore();
    expect(await capsules.learn(app, null)).toBe(true);
    expect(capsules.isComplete).toBe(true);
  });

  it("are nothing new where the key holder cannot use them", async () => {
    const { app } = pageOf(["11"], [String(0x11)]);
    const capsules = new PublishedCapsules();
    expect(await capsules.learn(app, null)).toBe(false);
    expect(capsules.isComplete).toBe(true);
  });

  it("are not all here while the store does not answer", async () => {
    // 32 bytes name a bundle that is stored.
    const { app } = pageOf(["11"], [], 32);
    app.network.gatewayUrls = [];
    const capsules = new PublishedCapsules();
    await capsules.learn(app, null);
    expect(capsules.isComplete).toBe(false);
  });
});
