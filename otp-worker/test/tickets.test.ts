import { platform } from "#platform";
import { beforeEach, describe, expect, it } from "vitest";
import type { PrivateKeyAccount } from "viem/accounts";
import { ask, newWallet, setWorld, signIn, signRequests } from "./support/client.ts";

let wallet: PrivateKeyAccount;
let token: string;

beforeEach(async () => {
  wallet = newWallet();
  token = await signIn(wallet);
});

const MIB = 2 ** 20;

function blobs(count: number, size = MIB) {
  return Array.from({ length: count }, () => ({ size }));
}

function askForTickets(count: number, report: string | null = null) {
  return ask("POST", "/v1/tickets", { report, blobs: blobs(count) }, token);
}

describe("tickets", () => {
  it("are addresses that Pinata signed for one blob each", async () => {
    await setWorld({ chartHolders: [wallet.address.toLowerCase()] });
    const before = (await signRequests()).length;
    const report = `0x${"ab".repeat(32)}`;
    const { status, body } = await ask("POST", "/v1/tickets", { report, blobs: [{ size: 10 }, { size: MIB }] }, token);
    expect(status).toBe(200);
    expect(body.tickets).toHaveLength(2);
    expect(new Set(body.tickets.map(({ url }: { url: string }) => url)).size).toBe(2);
    const requests = (await signRequests()).slice(before);
    expect(requests.map(({ body }) => body["max_file_size"])).toEqual([10 + 1024, MIB + 1024]);
    for (const { authorization, body } of requests) {
      expect(authorization).toBe(`Bearer ${platform.variables["PINATA_JWT"]}`);
      expect(body).toMatchObject({
        network: "public",
        expires: 900,
        keyvalues: { report, uploader: expect.stringMatching(/^[0-9a-f]{64}$/) },
      });
    }
  });

  it("never contain the JWT", async () => {
    const answer = await askForTickets(1);
    expect(JSON.stringify([answer.body, ...answer.headers])).not.toContain(platform.variables["PINATA_JWT"]);
  });

  it("are given to an active doctor like to a patient", async () => {
    await setWorld({ doctors: [wallet.address.toLowerCase()] });
    expect((await askForTickets(64)).status).toBe(200);
  });

  it("are one for an account that is neither, for registering", async () => {
    expect((await askForTickets(2)).status).toBe(429);
    expect((await askForTickets(1)).status).toBe(200);
    const { status, body } = await askForTickets(1);
    expect(status).toBe(429);
    expect(body.error).toBe("too_many_uploads");
  });

  it("are not used up when the store is out of reach", async () => {
    await setWorld({ down: ["pinata"] });
    const refused = await askForTickets(1);
    expect(refused).toMatchObject({ status: 502, body: { error: "store_unavailable" } });
    await setWorld({ down: [] });
    expect((await askForTickets(1)).status).toBe(200);
  });

  it("are refused when the chain cannot be asked", async () => {
    await setWorld({ down: ["rpc"] });
    const { status, body } = await askForTickets(1);
    await setWorld({ down: [] });
    expect(status).toBe(503);
    expect(body.error).toBe("chain_unavailable");
  });

  it.each([
    ["a blob over one block", { report: null, blobs: blobs(1, MIB + 1) }],
    ["an empty blob", { report: null, blobs: blobs(1, 0) }],
    ["no blob", { report: null, blobs: [] }],
    ["more than 64 blobs", { report: null, blobs: blobs(65) }],
    ["something that is no report", { report: "0x12", blobs: blobs(1) }],
    ["half a byte", { report: null, blobs: blobs(1, 1.5) }],
  ])("are refused for %s", async (_, body) => {
    const answer = await ask("POST", "/v1/tickets", body, token);
    expect(answer).toMatchObject({ status: 400, body: { error: "malformed" } });
  });
});
