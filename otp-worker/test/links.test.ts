import { platform } from "#platform";
import { cidOfDigest, digestOf } from "@chartkey/protocol/cid";
import type { Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ask, later, newWallet, read, send, setWorld, signIn, signRequests } from "./support/client.ts";
import type { Pin } from "./support/stand-in.ts";

const HOUR = 3600;
const PASSCODE = "K7QM-2XHD";
const RECIPIENT = "Riverside practice";
/** A link that was never made. */
const NEVER = "A".repeat(43);

let patient: PrivateKeyAccount;
let token: string;
/** What the file was uploaded for: an id of the patient's chart. */
let upload: Hex;
let parts: Hex[];
let pins: Pin[];

beforeEach(async () => {
  patient = newWallet();
  const blobs = ["eyJhbGciOiJkaXIifQ..first", "part.second"].map((text) => new TextEncoder().encode(text));
  parts = await Promise.all(blobs.map((blob) => digestOf(blob)));
  await setWorld({ chartHolders: [patient.address.toLowerCase()], down: [] });
  token = await signIn(patient);
  upload = uploadOf(patient);
  const keyvalues = await ticketFor(upload);
  pins = parts.map((digest, index) => ({
    id: String(index),
    cid: cidOfDigest(digest),
    keyvalues,
    blob: Buffer.from(blobs[index] ?? []).toString("base64"),
  }));
  await setWorld({ pins });
});

afterEach(async () => {
  vi.useRealTimers();
  await setWorld({ down: [], pins: [] });
});

/** The chart of an account is its address here. */
function uploadOf({ address }: PrivateKeyAccount): Hex {
  return `${address.toLowerCase() as Hex}${"5c".repeat(12)}`;
}

/** What the store keeps with a file under a ticket that the worker really handed out. */
async function ticketFor(report: Hex, as = token): Promise<Record<string, string>> {
  expect((await ask("POST", "/v1/tickets", { report, blobs: [{ size: 1 }] }, as)).status).toBe(200);
  return (await signRequests()).at(-1)!.body["keyvalues"] as Record<string, string>;
}

function make(changes: Record<string, unknown> = {}, as = token) {
  return ask("POST", "/v1/links", { upload, parts, passcode: PASSCODE, lifetime: HOUR, ...changes }, as);
}

async function madeLink(changes: Record<string, unknown> = {}): Promise<{ token: string; id: string }> {
  const { status, body } = await make(changes);
  expect(status).toBe(201);
  return body;
}

/** Asks as a viewer of another site does. */
function open(...asked: Parameters<typeof opening>) {
  return send(opening(...asked));
}

function opening(link: string, passcode: unknown = PASSCODE, { address = "198.51.100.7", recipient = RECIPIENT } = {}) {
  return new Request(`https://otp.example/v1/links/manifest?link=${link}`, {
    method: "POST",
    headers: {
      origin: "https://viewer.example",
      "content-type": "application/json",
      "cf-connecting-ip": address,
      "x-forwarded-for": address,
    },
    body: JSON.stringify({ recipient, passcode }),
  });
}

function fetchFile(location: string) {
  return platform.fetch(new Request(location, { headers: { origin: "https://viewer.example" } }));
}

async function linksOfPatient() {
  return (await ask("GET", "/v1/links", undefined, token)).body.links;
}

describe("a link", () => {
  it("gives its file, put together again, to whoever has the passcode, on any site", async () => {
    const link = await madeLink();
    const manifest = await open(link.token);
    expect(manifest.status).toBe(200);
    expect(manifest.headers.get("access-control-allow-origin")).toBe("https://viewer.example");
    const [file] = manifest.body.files;
    expect(file).toMatchObject({ contentType: "application/fhir+json", fhirVersion: "4.0.1" });
    const answer = await fetchFile(file.location);
    expect(answer.headers.get("content-type")).toBe("application/jose");
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://viewer.example");
    expect(Buffer.from(await answer.arrayBuffer()).toString()).toBe("eyJhbGciOiJkaXIifQ..firstpart.second");
    expect(await linksOfPatient()).toEqual([expect.objectContaining({ id: link.id, opened: 1, triesLeft: 5 })]);
  });

  it("says how many tries are left, and is dead after five wrong ones, also for the right passcode", async () => {
    const { token: link } = await madeLink();
    for (const remainingAttempts of [4, 3, 2, 1, 0]) {
      expect(await open(link, "wrong-one")).toMatchObject({
        status: 401,
        body: { error: "wrong_passcode", remainingAttempts },
      });
    }
    expect(await open(link)).toMatchObject({ status: 404, body: { error: "link_used_up" } });
    expect(await linksOfPatient()).toEqual([expect.objectContaining({ opened: 0, triesLeft: 0 })]);
  });

  it("is tried five times at most by twenty that come at the same moment", async () => {
    const { token: link } = await madeLink();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => open(link, "wrong-one", { address: `198.51.100.${index}` })),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ body }) => body.error === "link_used_up")).toHaveLength(15);
  });

  it("loses no try to the right passcode", async () => {
    const { token: link } = await madeLink();
    for (let time = 0; time < 8; time++) expect((await open(link)).status).toBe(200);
    expect(await linksOfPatient()).toEqual([expect.objectContaining({ opened: 8, triesLeft: 5 })]);
  });

  it("is over when it expires, and then forgotten", async () => {
    const link = await madeLink();
    const manifest = await open(link.token);
    later(HOUR + 1);
    expect(await open(link.token)).toMatchObject({ status: 404, body: { error: "link_unknown" } });
    const gone = await fetchFile(manifest.body.files[0].location);
    expect((await read(gone)).body.error).toBe("file_expired");
    await platform.alarm();
    const rows = await platform.rows<{ id: string }>("SELECT id FROM link");
    expect(rows.map(({ id }) => id)).not.toContain(link.id);
  });

  it("lasts 30 days where that was asked for, through a restart", async () => {
    const { token: link } = await madeLink({ lifetime: 30 * 24 * HOUR });
    later(29 * 24 * HOUR);
    await platform.alarm();
    await platform.crash();
    expect((await open(link)).status).toBe(200);
  });

  it("is dead at once when its patient ends it, though the store is away, and so is the file's address", async () => {
    const link = await madeLink();
    const manifest = await open(link.token);
    await setWorld({ down: ["pinata"], pins: [] });
    expect((await ask("POST", "/v1/links/end", { id: link.id }, token)).status).toBe(204);
    expect(await open(link.token)).toMatchObject({ status: 404, body: { error: "link_ended" } });
    const file = await read(await fetchFile(manifest.body.files[0].location));
    expect(file).toMatchObject({ status: 404, body: { error: "link_ended" } });
    expect(await linksOfPatient()).toEqual([expect.objectContaining({ endedAt: expect.any(Number) })]);
    const rows = await platform.rows<{ id: string; sealed: string }>("SELECT id, sealed FROM link");
    expect(rows.find(({ id }) => id === link.id)?.sealed).toBe("");
  });

  it("is gone when the worker has another secret", async () => {
    const { token: link } = await madeLink();
    const WORKER_SECRET = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex");
    const answer = await read(await platform.fetchConfigured(opening(link), { WORKER_SECRET }));
    expect(answer).toMatchObject({ status: 404, body: { error: "link_unknown" } });
  });

  it("may be ended twice", async () => {
    const { id } = await madeLink();
    for (let time = 0; time < 2; time++) expect((await ask("POST", "/v1/links/end", { id }, token)).status).toBe(204);
  });

  it("is neither seen nor ended by another patient", async () => {
    const link = await madeLink();
    const other = newWallet();
    await setWorld({ chartHolders: [patient, other].map(({ address }) => address.toLowerCase()) });
    const asOther = await signIn(other);
    expect((await ask("GET", "/v1/links", undefined, asOther)).body).toEqual({ links: [] });
    expect(await ask("POST", "/v1/links/end", { id: link.id }, asOther)).toMatchObject({
      status: 404,
      body: { error: "link_unknown" },
    });
    expect((await open(link.token)).status).toBe(200);
  });

  it("says so when the store is away", async () => {
    const { token: link } = await madeLink();
    const manifest = await open(link);
    await setWorld({ pins: [] });
    const file = await read(await fetchFile(manifest.body.files[0].location));
    expect(file).toMatchObject({ status: 502, body: { error: "store_unavailable" } });
  });

  it("does not pass on a part that was changed", async () => {
    const { token: link } = await madeLink();
    const manifest = await open(link);
    const blob = Buffer.from("something else").toString("base64");
    await setWorld({ pins: parts.map((digest) => ({ id: "1", cid: cidOfDigest(digest), keyvalues: {}, blob })) });
    expect((await fetchFile(manifest.body.files[0].location)).status).toBe(502);
  });

  it("gives nothing more of its file once it was ended while somebody reads", async () => {
    const link = await madeLink();
    const [{ location }] = (await open(link.token)).body.files;
    const whole = await platform.fetchConfigured(new Request(location), {});
    expect(await whole.text()).toBe("eyJhbGciOiJkaXIifQ..firstpart.second");
    const answer = await platform.fetchConfigured(new Request(location), {});
    expect(answer.status).toBe(200);
    expect((await ask("POST", "/v1/links/end", { id: link.id }, token)).status).toBe(204);
    await expect(answer.text()).rejects.toThrow();
  });

  it("gives its file a hundred times a day, however often it is opened", async () => {
    const { token: link } = await madeLink();
    const [{ location }] = (await open(link)).body.files;
    for (let time = 0; time < 100; time++) {
      const { status, body } = await fetchFile(location);
      await body?.cancel();
      expect(status).toBe(200);
    }
    expect(await read(await fetchFile(location))).toMatchObject({ status: 429, body: { error: "too_many_fetches" } });
    const [again] = (await open(link)).body.files;
    expect((await fetchFile(again.location)).status).toBe(429);
    const [other] = (await open((await madeLink()).token)).body.files;
    expect((await fetchFile(other.location)).status).toBe(200);
  });

  it("may be asked for by any site, which may ask nothing else", async () => {
    const preflight = (path: string) =>
      platform.fetch(
        new Request(`https://otp.example${path}`, {
          method: "OPTIONS",
          headers: {
            origin: "https://viewer.example",
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
          },
        }),
      );
    const allowed = (await preflight("/v1/links/manifest")).headers;
    expect(allowed.get("access-control-allow-origin")).toBe("https://viewer.example");
    expect(allowed.get("access-control-allow-headers")).toContain("Content-Type");
    expect((await preflight("/v1/links/end")).headers.get("access-control-allow-origin")).toBeNull();
    const foreign = new Request("https://otp.example/v1/links", { headers: { origin: "https://viewer.example" } });
    expect((await send(foreign)).body.error).toBe("wrong_origin");
  });

  it("is not known by its id", async () => {
    const { id } = await madeLink();
    expect((await open(id.slice(0, 43))).body.error).toBe("link_unknown");
  });
});

describe("an address of a file", () => {
  it.each([
    ["no ticket", ""],
    ["no text of ours", "x".repeat(80)],
  ])("is refused with %s", async (_, ticket) => {
    const answer = await read(await fetchFile(`https://otp.example/v1/links/file?ticket=${ticket}`));
    expect(answer).toMatchObject({ status: 404, body: { error: "file_expired" } });
  });

  it("is refused when a character was changed, and after ten minutes", async () => {
    const { token: link } = await madeLink();
    const location: string = (await open(link)).body.files[0].location;
    const changed = location.slice(0, -5) + (location.at(-5) === "A" ? "B" : "A") + location.slice(-4);
    expect((await fetchFile(changed)).status).toBe(404);
    later(601);
    expect((await fetchFile(location)).status).toBe(404);
  });
});

describe("a link is not made", () => {
  const refused = { status: 409, body: { error: "upload_unknown" } };

  it("to a file that the store does not have, or has under no ticket for it", async () => {
    const [first] = parts;
    expect(await make({ parts: [first, `0x${"ab".repeat(32)}`] })).toMatchObject(refused);
    await setWorld({ pins: pins.map((pin) => ({ ...pin, keyvalues: {} })) });
    expect(await make()).toMatchObject(refused);
    await setWorld({ pins: pins.map((pin) => ({ ...pin, keyvalues: { report: upload } })) });
    expect(await make()).toMatchObject(refused);
    expect(await linksOfPatient()).toEqual([]);
  });

  it("to what somebody else uploaded, for this chart or for theirs", async () => {
    const other = newWallet();
    await setWorld({ chartHolders: [patient, other].map(({ address }) => address.toLowerCase()) });
    const asOther = await signIn(other);
    expect(await make({}, asOther)).toMatchObject(refused);
    expect(await make({ upload: uploadOf(other) }, asOther)).toMatchObject(refused);
    const keyvalues = await ticketFor(upload, asOther);
    await setWorld({ pins: pins.map((pin) => ({ ...pin, keyvalues })) });
    expect(await make()).toMatchObject(refused);
    // Their own upload, for an id of a chart that is not theirs.
    expect(await make({}, asOther)).toMatchObject(refused);
  });

  it("when the store cannot be asked", async () => {
    await setWorld({ down: ["pinata"] });
    expect(await make()).toMatchObject({ status: 502, body: { error: "store_unavailable" } });
  });

  it.each([
    ["without a file", { parts: [] }],
    ["without what it was uploaded for", { upload: null }],
    ["of more than 16 parts", { parts: Array(17).fill(`0x${"ab".repeat(32)}`) }],
    ["of something that is no digest", { parts: ["bafkrei"] }],
    ["with a short passcode", { passcode: "12345" }],
    ["without a passcode", { passcode: undefined }],
    ["without an end", { lifetime: undefined }],
    ["for longer than 30 days", { lifetime: 31 * 24 * HOUR }],
    ["for a time of one's own", { lifetime: 7 }],
  ])("%s", async (_, changes) => {
    expect(await make(changes)).toMatchObject({ status: 400, body: { error: "malformed" } });
  });

  it("by somebody without a chart, or who is not signed in", async () => {
    expect((await make({}, await signIn(newWallet()))).body.error).toBe("not_patient");
    expect((await make({}, "A".repeat(43))).body.error).toBe("signed_out");
  });

  it("when a chart has made 50 within a day", async () => {
    const owner = (await madeLink()).id;
    const [row] = await platform.rows<{ owner: string }>(`SELECT owner FROM link WHERE id = '${owner}'`);
    const link = (index: number) => ({
      id: `${index}`,
      owner: String(row?.owner),
      sealed: "x",
      expiresAt: 9_999_999_999,
    });
    for (let index = 1; index < 50; index++) expect(await platform.state().keepLink(link(index))).toBe(true);
    expect(await make()).toMatchObject({ status: 429, body: { error: "too_many_links" } });
    await platform.clear();
  });

  it("when the chain cannot be asked", async () => {
    await setWorld({ down: ["rpc"] });
    expect((await make()).body.error).toBe("chain_unavailable");
  });
});

describe("a reader", () => {
  it.each([
    ["does not say who they are", { recipient: "" }],
    ["says it at length", { recipient: "x".repeat(201) }],
  ])("who %s gets nothing", async (_, { recipient }) => {
    const { token: link } = await madeLink();
    const answer = await open(link, PASSCODE, { recipient });
    expect(answer).toMatchObject({ status: 400, body: { error: "malformed", fields: ["recipient"] } });
    expect(await linksOfPatient()).toEqual([expect.objectContaining({ triesLeft: 5 })]);
  });

  it.each([
    ["a number", 12345678],
    ["nothing", null],
    ["a book", "x".repeat(65)],
  ])("who enters %s as a passcode uses up no try", async (_, passcode) => {
    const { token: link } = await madeLink();
    expect((await open(link, passcode)).status).toBe(400);
    expect(await linksOfPatient()).toEqual([expect.objectContaining({ triesLeft: 5 })]);
  });

  it.each([
    ["never was", NEVER],
    ["is malformed", "../../x"],
    ["is empty", ""],
  ])("of a link that %s is told that there is none", async (_, link) => {
    expect(await open(encodeURIComponent(link))).toMatchObject({ status: 404, body: { error: "link_unknown" } });
  });

  it("is told so after 50 links a day that never were, from one network, which shuts nobody out of a link that there is", async () => {
    const { token: link } = await madeLink();
    const address = "198.51.100.99";
    for (let time = 0; time < 50; time++)
      expect((await open(NEVER, PASSCODE, { address })).body.error).toBe("link_unknown");
    expect(await open(NEVER, PASSCODE, { address })).toMatchObject({
      status: 429,
      body: { error: "too_many_unknown_links" },
    });
    expect((await open(NEVER)).body.error).toBe("link_unknown");
    expect(await open(link, "wrong-one", { address })).toMatchObject({ status: 401, body: { remainingAttempts: 4 } });
    expect((await open(link, PASSCODE, { address })).status).toBe(200);
  });

  it("uses up nothing of their network by wrong passcodes, which count against the link", async () => {
    const address = "198.51.100.98";
    for (let count = 0; count < 11; count++) {
      const { token: link } = await madeLink();
      for (let time = 0; time < 5; time++) await open(link, "wrong-one", { address });
    }
    expect((await open(NEVER, PASSCODE, { address })).body.error).toBe("link_unknown");
  });
});
