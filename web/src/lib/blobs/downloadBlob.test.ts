import { cidOfDigest, digestOf, MAX_BLOB } from "@chartkey/protocol/cid";
import type { Hex } from "viem";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Network } from "../network/network.ts";
import { downloadBlob, fetchBlob } from "./downloadBlob.ts";
import { DroppedError } from "./persistently.ts";

const blob = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
let digest: Hex;
beforeAll(async () => {
  digest = await digestOf(blob);
});
afterEach(() => vi.unstubAllGlobals());

type Gateway = (signal: AbortSignal) => Promise<Response>;
const good: Gateway = async () => new Response(blob);
const away: Gateway = async () => Promise.reject(new TypeError("Failed to fetch"));
const empty: Gateway = async () => new Response(null, { status: 404 });
const failing: Gateway = async () => new Response(null, { status: 503 });
const lying: Gateway = async () => new Response(blob.with(9, 0));
const silent: Gateway = (signal) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));

/** A network with these gateways, and which of them were asked. */
function network(...gateways: Gateway[]) {
  const asked: { at: number; url: string; signal: AbortSignal }[] = [];
  vi.stubGlobal("fetch", (url: string, { signal }: { signal: AbortSignal }) => {
    const at = Number(new URL(url).hostname.split(".")[0]?.slice(1));
    asked.push({ at, url, signal });
    return gateways[at]?.(signal) ?? Promise.reject(new Error("There is no such gateway."));
  });
  const gatewayUrls = gateways.map((_, i) => `https://g${i}.example/`);
  return { network: { gatewayUrls } as unknown as Network, asked };
}

describe("a blob", () => {
  it("is asked for by its address alone, from two gateways at once", async () => {
    const { network: two, asked } = network(good, good);
    expect(await downloadBlob(two, digest)).toEqual(blob);
    expect(asked.map(({ at }) => at)).toEqual([0, 1]);
    expect(asked[0]?.url).toBe(`https://g0.example/ipfs/${cidOfDigest(digest)}?format=raw`);
  });

  it("comes from whichever is first, and the other is dropped", async () => {
    for (const gateways of [
      [silent, good],
      [good, silent],
    ]) {
      const { network: two, asked } = network(...gateways);
      expect(await downloadBlob(two, digest)).toEqual(blob);
      expect(asked.every(({ signal }) => signal.aborted)).toBe(true);
    }
  });

  it.each([
    ["lies", lying],
    ["has nothing", empty],
    ["fails", failing],
    ["is away", away],
  ])("comes from the other one when one %s, and from the next two when both do", async (_, gateway) => {
    expect(await downloadBlob(network(gateway, good).network, digest)).toEqual(blob);
    expect(await downloadBlob(network(gateway, gateway, gateway, good).network, digest)).toEqual(blob);
  });

  it("is never taken altered, cut short or prolonged", async () => {
    const wrongs = [blob.subarray(1), blob.subarray(0, -1), Uint8Array.of(...blob, 0), new Uint8Array()];
    for (const wrong of wrongs) {
      const { network: one } = network(async () => new Response(wrong.slice()));
      await expect(downloadBlob(one, digest)).rejects.toThrow("does not have this any more");
    }
  });

  it("is not read beyond the length that a blob can have", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const { network: one } = network(async () => new Response(endless));
    await expect(downloadBlob(one, digest)).rejects.toThrow("does not have this any more");
    expect(sent).toBeLessThan(2 * MAX_BLOB);
  });

  it("is worth another try when a gateway was away, and not when all answered that they do not have it", async () => {
    await expect(fetchBlob(network(empty, away).network, digest)).rejects.toThrow(DroppedError);
    await expect(fetchBlob(network(failing, lying).network, digest)).rejects.toThrow(DroppedError);
    await expect(fetchBlob(network(empty, lying).network, digest)).rejects.not.toThrow(DroppedError);
  });

  it("is dropped when nobody wants it any more", async () => {
    const wanted = new AbortController();
    const { network: two, asked } = network(silent, silent);
    const fetching = fetchBlob(two, digest, wanted.signal);
    wanted.abort();
    await expect(fetching).rejects.toThrow("aborted");
    expect(asked.every(({ signal }) => signal.aborted)).toBe(true);
  });
});
