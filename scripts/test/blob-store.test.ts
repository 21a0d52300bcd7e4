import { cidOfDigest, digestOf, MAX_BLOB } from "@chartkey/protocol/cid";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pinsOf, removePins, signUploadUrls } from "../../otp-worker/src/network/pinata.ts";
import { type BlobStore, startBlobStore } from "../local/blob-store.ts";
import { findFreeOffset, portsAt } from "../local/ports.ts";

const jwt = "a-token-of-this-test";
const folder = mkdtempSync(path.join(tmpdir(), "chartkey-blob-store-test-"));
let port: number;
let store: BlobStore;

beforeAll(async () => {
  port = portsAt(await findFreeOffset(23_000)).blobStore;
  store = await startBlobStore({ port, folder, jwt });
});

afterAll(async () => {
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
});

const now = (): number => Math.floor(Date.now() / 1000);

async function sign(terms: object = {}, token = jwt): Promise<Response> {
  return fetch(`${store.apiUrl}/files/sign`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ date: now(), expires: 60, ...terms }),
  });
}

async function uploadAddress(terms: object = {}): Promise<string> {
  const { data } = (await (await sign(terms)).json()) as { data: string };
  return data;
}

function upload(address: string, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  const form = new FormData();
  form.set("network", "public");
  form.set("name", "blob");
  form.set("file", new Blob([bytes]));
  return fetch(address, { method: "POST", body: form });
}

const bytesOf = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(length));

describe("uploading a blob", () => {
  it("stores it under the CID of its SHA-256, and the gateway gives it back", async () => {
    const blob = bytesOf(5000);
    const response = await upload(await uploadAddress({ keyvalues: { report: "0x01" } }), blob);
    const { data } = (await response.json()) as { data: { cid: string; size: number; keyvalues: object } };
    expect(data).toMatchObject({ cid: cidOfDigest(await digestOf(blob)), size: 5000, keyvalues: { report: "0x01" } });

    const given = await fetch(`${store.gatewayUrl}/ipfs/${data.cid}?format=raw`);
    expect(new Uint8Array(await given.arrayBuffer())).toEqual(blob);
    expect(given.headers.get("access-control-allow-origin")).toBe("*");
  });

  it("works once for each address", async () => {
    const address = await uploadAddress();
    expect((await upload(address, bytesOf(10))).status).toBe(200);
    expect((await upload(address, bytesOf(10))).status).toBe(401);
  });

  it("is refused with a changed address", async () => {
    const address = new URL(await uploadAddress());
    address.searchParams.set("X-Signature", "0".repeat(64));
    expect((await upload(address.href, bytesOf(10))).status).toBe(401);
  });

  it("is refused when the address has expired", async () => {
    const address = await uploadAddress({ date: now() - 120, expires: 60 });
    expect((await upload(address, bytesOf(10))).status).toBe(401);
  });

  it("is refused above the size agreed, and the address still works for less", async () => {
    const address = await uploadAddress({ max_file_size: 100 });
    expect((await upload(address, bytesOf(101))).status).toBe(413);
    expect((await upload(address, bytesOf(100))).status).toBe(200);
  });

  it("is refused above one block, whatever was agreed", async () => {
    const address = await uploadAddress({ max_file_size: 10 * MAX_BLOB });
    expect((await upload(address, bytesOf(MAX_BLOB + 1))).status).toBe(413);
  });

  it("is refused when it is empty", async () => {
    expect((await upload(await uploadAddress(), new Uint8Array(0))).status).toBe(400);
  });
});

describe("managing blobs", () => {
  it("is for whoever has the token", async () => {
    expect((await sign({}, "another")).status).toBe(401);
    expect((await fetch(`${store.apiUrl}/files/public`)).status).toBe(401);
    expect((await fetch(`${store.apiUrl}/files/public/1`, { method: "DELETE" })).status).toBe(401);
  });

  it("lists a blob by its CID, and deletes it", async () => {
    const response = await upload(await uploadAddress(), bytesOf(20));
    const { data } = (await response.json()) as { data: { id: string; cid: string } };
    const headers = { authorization: `Bearer ${jwt}` };

    const listed = await (await fetch(`${store.apiUrl}/files/public?cid=${data.cid}`, { headers })).json();
    expect(listed).toMatchObject({ data: { files: [{ id: data.id, cid: data.cid }], next_page_token: null } });
    expect((await fetch(`${store.apiUrl}/files/public/${data.id}`, { method: "DELETE", headers })).status).toBe(200);
    expect((await fetch(`${store.gatewayUrl}/ipfs/${data.cid}`)).status).toBe(404);
  });

  it("keeps blobs when it starts again", async () => {
    const blob = bytesOf(30);
    const response = await upload(await uploadAddress(), blob);
    const { data } = (await response.json()) as { data: { cid: string } };
    await store.stop();
    store = await startBlobStore({ port, folder, jwt });
    // The connection that was kept open is gone, and the first request finds out.
    await fetch(store.url).catch(() => {});
    const given = await fetch(`${store.gatewayUrl}/ipfs/${data.cid}`);
    expect(new Uint8Array(await given.arrayBuffer())).toEqual(blob);
  });
});

describe("the OTP worker", () => {
  it("has addresses signed, and finds and removes what was uploaded for a report, and nothing else", async () => {
    const pinata = { uploadUrl: store.apiUrl, apiUrl: store.apiUrl, gatewayUrl: store.gatewayUrl, jwt };
    const [report, other] = [`0x${"ab".repeat(32)}`, `0x${"cd".repeat(32)}`] as const;
    const terms = { maxFileSize: 100, lifetime: 60, from: now(), keyvalues: { report } };
    const [address = "", elsewhere = ""] = await signUploadUrls(pinata, [
      terms,
      { ...terms, keyvalues: { report: other } },
    ]);
    const [ours, theirs] = [bytesOf(20), bytesOf(20)];
    await upload(address, ours);
    await upload(elsewhere, theirs);
    const [digest, theirDigest] = await Promise.all([digestOf(ours), digestOf(theirs)]);

    const pins = await pinsOf(pinata, report, [digest, theirDigest]);
    expect(pins.get(theirDigest)).toEqual([]);
    await removePins(pinata, pins.get(digest) ?? []);
    const isHeld = async (blob: Hex) => (await fetch(`${store.gatewayUrl}/ipfs/${cidOfDigest(blob)}`)).ok;
    expect(await Promise.all([digest, theirDigest].map(isHeld))).toEqual([false, true]);
  });
});

describe("the gateway", () => {
  it("answers graph-node's question for what it does not hold", async () => {
    const unknown = `${store.gatewayUrl}/ipfs/QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn`;
    const headers = { "cache-control": "only-if-cached" };
    expect((await fetch(unknown, { method: "HEAD", headers })).status).toBe(412);
    expect((await fetch(unknown, { method: "HEAD" })).status).toBe(404);
  });

  it("refuses what is no CID", async () => {
    expect((await fetch(`${store.gatewayUrl}/ipfs/hello`)).status).toBe(400);
  });

  it("refuses a name that somebody else pointed at this machine", async () => {
    const asked = request({ port, host: "127.0.0.1", path: "/ipfs/hello", headers: { host: "evil.example" } }).end();
    const [response] = (await once(asked, "response")) as [{ statusCode: number }];
    expect(response.statusCode).toBe(403);
  });
});
