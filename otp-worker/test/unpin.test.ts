import { cidOfDigest } from "@chartkey/protocol/cid";
import type { Hex } from "viem";
import { generatePrivateKey } from "viem/accounts";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reachOf } from "../src/unpin/may-unpin.ts";
import { heldPins, newWallet, setWorld, signIn, signRequests } from "./support/client.ts";
import { askOnEvm, evm, rpc } from "./support/evm/on-evm.ts";
import {
  addReport,
  doctor,
  eraseFirstReport,
  patient,
  pinOf,
  rekey,
  send,
  type StoredReport,
} from "./support/evm/stored-report.ts";

const WRONG_CONTENT = 3;

let asPatient: string;
let asDoctor: string;
let added: StoredReport;
let snapshot: unknown;

beforeAll(async () => {
  asPatient = await signIn(patient);
  asDoctor = await signIn(doctor);
});

beforeEach(async () => {
  snapshot = await rpc("evm_snapshot");
  await eraseFirstReport();
  added = await addReport();
  await setWorld({ pins: [...added.pins] });
});

afterEach(async () => {
  await rpc("evm_revert", snapshot);
  await setWorld({ down: [], pins: [] });
});

function unpin(blobs: readonly Hex[], token = asPatient, report = added.report) {
  return askOnEvm("/v1/unpin", { report, blobs }, token);
}

async function isHeld(digest: Hex) {
  return (await heldPins()).some(({ cid }) => cid === cidOfDigest(digest));
}

describe("a report's patient", () => {
  it.each(["head", "part", "capsules"] as const)("cannot remove the %s of a report that is live", async (name) => {
    const { status, body } = await unpin([added[name]]);
    expect(status).toBe(409);
    expect(body.error).toBe("still_needed");
    expect(await isHeld(added[name])).toBe(true);
  });

  it("removes what was uploaded and never used", async () => {
    const abandoned = generatePrivateKey();
    await setWorld({ pins: [...added.pins, pinOf(added.report, abandoned)] });
    expect(await unpin([abandoned])).toMatchObject({ status: 200, body: { removed: [abandoned] } });
    expect(await isHeld(abandoned)).toBe(false);
    expect(await isHeld(added.head)).toBe(true);
  });

  it("removes nothing when one of several files is needed", async () => {
    const abandoned = generatePrivateKey();
    await setWorld({ pins: [...added.pins, pinOf(added.report, abandoned)] });
    expect((await unpin([abandoned, added.part])).status).toBe(409);
    expect(await isHeld(abandoned)).toBe(true);
  });

  it("removes the old payload after rekeying, and not the new one", async () => {
    const renewed = await rekey(added);
    await setWorld({ pins: [...added.pins, ...renewed.pins] });
    expect((await unpin([renewed.head])).status).toBe(409);
    expect((await unpin([renewed.part])).status).toBe(409);
    expect((await unpin([renewed.capsules])).status).toBe(409);
    const old = [added.head, added.part, added.capsules];
    expect((await unpin(old)).body.removed).toEqual(old);
    expect(await isHeld(added.part)).toBe(false);
    expect(await isHeld(renewed.capsules)).toBe(true);
  });

  it("removes everything of a report that was erased, and may ask again", async () => {
    await send(patient, "eraseReport", [added.report]);
    const all = [added.head, added.part, added.capsules];
    expect((await unpin(all)).body.removed).toEqual(all);
    expect(await unpin(all)).toMatchObject({ status: 200, body: { removed: [] } });
    expect(await heldPins()).toEqual([]);
  });

  it("does not remove what another report of the chart refers to", async () => {
    const other = await addReport();
    await send(patient, "eraseReport", [added.report]);
    await setWorld({ pins: [pinOf(added.report, other.capsules)] });
    expect((await unpin([other.capsules])).status).toBe(409);
  });

  it("does not remove what the chart, or the account itself, refers to", async () => {
    await send(patient, "eraseReport", [added.report]);
    const [ofChart, own] = [generatePrivateKey(), generatePrivateKey()];
    await send(patient, "publishCapsules", [evm.chart, doctor.address, 1, ofChart]);
    await send(patient, "publishOwnCapsules", [1, own]);
    await setWorld({ pins: [pinOf(added.report, ofChart), pinOf(added.report, own)] });
    expect((await unpin([ofChart])).status).toBe(409);
    expect((await unpin([own])).status).toBe(409);
  });

  it("does not reach what was uploaded under a ticket for another report, or for none", async () => {
    const blob = generatePrivateKey();
    const elsewhere = pinOf(`0x${"ab".repeat(32)}`, blob);
    await setWorld({ pins: [...added.pins, elsewhere, { ...elsewhere, id: "none", keyvalues: {} }] });
    expect((await unpin([blob])).body.removed).toEqual([]);
    expect(await heldPins()).toHaveLength(5);
  });

  it("removes nothing during a recovery: nobody knows who the patient is", () => {
    const standing = { holder: patient.address, author: doctor.address, frozen: true, status: "erased" } as const;
    expect(() => reachOf(patient.address, added.report, standing)).toThrow("recovery");
    expect(reachOf(patient.address, added.report, { ...standing, frozen: false })).toBe("everybody");
  });
});

describe("a report's author", () => {
  it("removes nothing before retracting it, and everything afterwards", async () => {
    expect(await unpin([added.part], asDoctor)).toMatchObject({ status: 403, body: { error: "not_yours" } });
    await send(doctor, "retractReport", [added.report, WRONG_CONTENT]);
    const all = [added.head, added.part, added.capsules];
    expect((await unpin(all, asDoctor)).body.removed).toEqual(all);
    expect(await heldPins()).toEqual([]);
  });

  it("removes nothing after the patient erased it without a retraction", async () => {
    await send(patient, "eraseReport", [added.report]);
    expect((await unpin([added.part], asDoctor)).status).toBe(403);
  });
});

describe("whoever uploaded a file", () => {
  const discarded = generatePrivateKey();
  /** As a doctor locks and stores it, and then discards it: no event ever names it. */
  const neverAdded = `${evm.chart}${"77".repeat(12)}` as Hex;

  /** Has the store hold a file under a ticket that the worker really handed out. */
  async function upload(token: string, report: Hex, blob: Hex) {
    expect((await askOnEvm("/v1/tickets", { report, blobs: [{ size: 1 }] }, token)).status).toBe(200);
    const { keyvalues } = (await signRequests()).at(-1)!.body as { keyvalues: Record<string, string> };
    expect(JSON.stringify(keyvalues).toLowerCase()).not.toContain(doctor.address.slice(2).toLowerCase());
    await setWorld({ pins: [...(await heldPins()), { ...pinOf(report, blob), keyvalues }] });
  }

  async function addAnother() {
    const another = await addReport();
    await setWorld({ pins: [...(await heldPins()), ...another.pins] });
    return another;
  }

  it("takes back what was never added, and may ask again", async () => {
    await upload(asDoctor, neverAdded, discarded);
    expect((await unpin([discarded], asDoctor, neverAdded)).body.removed).toEqual([discarded]);
    expect(await isHeld(discarded)).toBe(false);
    expect(await unpin([discarded], asDoctor, neverAdded)).toMatchObject({ status: 200, body: { removed: [] } });
  });

  it("takes back a correction that was never added, and nothing of the report", async () => {
    await upload(asDoctor, added.report, discarded);
    expect((await unpin([discarded, added.part], asDoctor)).status).toBe(403);
    expect(await isHeld(discarded)).toBe(true);
    expect((await unpin([discarded], asDoctor)).body.removed).toEqual([discarded]);
    expect(await isHeld(added.part)).toBe(true);
  });

  it.each(["head", "part", "capsules"] as const)("cannot take back the %s once it is on the record", async (name) => {
    await setWorld({ pins: added.pins.filter(({ cid }) => cid !== cidOfDigest(added[name])) });
    const { blob } = added.pins.find(({ cid }) => cid === cidOfDigest(added[name]))!;
    await upload(asDoctor, added.report, added[name]);
    await setWorld({
      pins: (await heldPins()).map((pin) =>
        pin.cid === cidOfDigest(added[name]) ? { ...pin, ...(blob && { blob }) } : pin,
      ),
    });
    expect(await unpin([added[name]], asDoctor)).toMatchObject({ status: 409, body: { error: "still_needed" } });
    expect(await isHeld(added[name])).toBe(true);
  });

  it.each([
    ["its author", () => asDoctor],
    ["the patient", () => asPatient],
  ])("cannot empty a live report, as %s, whose parts they uploaded for another id", async (_, token) => {
    // Seven, so that the last is beyond those that are read at the same time.
    for (let count = 0; count < 6; count++) await addAnother();
    const last = await addAnother();
    await setWorld({ pins: (await heldPins()).filter(({ cid }) => cid !== cidOfDigest(last.part)) });
    await upload(token(), neverAdded, last.part);
    expect(await unpin([last.part], token(), neverAdded)).toMatchObject({
      status: 409,
      body: { error: "still_needed" },
    });
    expect(await isHeld(last.part)).toBe(true);
  });

  it("takes nothing back while a head of the chart cannot be read", async () => {
    await upload(asDoctor, neverAdded, discarded);
    await setWorld({ pins: (await heldPins()).filter(({ cid }) => cid !== cidOfDigest(added.head)) });
    expect(await unpin([discarded], asDoctor, neverAdded)).toMatchObject({
      status: 502,
      body: { error: "store_unavailable" },
    });
    expect(await isHeld(discarded)).toBe(true);
  });

  it("is nobody else, whatever they uploaded themselves", async () => {
    const stranger = await signIn(newWallet());
    await upload(asDoctor, neverAdded, discarded);
    const own = generatePrivateKey();
    await upload(stranger, neverAdded, own);
    expect((await unpin([discarded], stranger, neverAdded)).body.error).toBe("not_yours");
    expect((await unpin([own, discarded], stranger, neverAdded)).body.error).toBe("not_yours");
    expect(await heldPins()).toHaveLength(5);
    expect((await unpin([own], stranger, neverAdded)).body.removed).toEqual([own]);
  });

  it("decides nothing about a report that was retracted or erased", async () => {
    const stranger = await signIn(newWallet());
    await upload(stranger, added.report, discarded);
    await send(doctor, "retractReport", [added.report, WRONG_CONTENT]);
    expect((await unpin([discarded], stranger)).body.error).toBe("not_yours");
    await send(patient, "eraseReport", [added.report]);
    expect((await unpin([discarded], stranger)).body.error).toBe("not_yours");
    expect((await unpin([discarded])).body.removed).toEqual([discarded]);
  });
});

describe("unpinning", () => {
  it("is refused for anybody else, whatever became of the report", async () => {
    const stranger = await signIn(newWallet());
    expect((await unpin([added.part], stranger)).body.error).toBe("not_yours");
    await send(doctor, "retractReport", [added.report, WRONG_CONTENT]);
    expect((await unpin([added.part], stranger)).body.error).toBe("not_yours");
    expect(await isHeld(added.part)).toBe(true);
  });

  it("is refused without a session", async () => {
    expect((await unpin([added.part], "A".repeat(43))).status).toBe(401);
  });

  it("removes nothing when the parts of a live report cannot be known", async () => {
    const blob = generatePrivateKey();
    await setWorld({ pins: [pinOf(added.report, blob)] });
    expect(await unpin([blob])).toMatchObject({ status: 502, body: { error: "store_unavailable" } });
    expect(await isHeld(blob)).toBe(true);
  });

  it("removes nothing when a gateway gives other bytes than asked for", async () => {
    const blob = generatePrivateKey();
    const lie = pinOf(added.report, added.head, new TextEncoder().encode("something else"));
    await setWorld({ pins: [lie, pinOf(added.report, blob)] });
    expect((await unpin([blob])).status).toBe(502);
  });

  it("says so when the store is out of reach, and can be repeated", async () => {
    await send(patient, "eraseReport", [added.report]);
    await setWorld({ down: ["pinata"] });
    expect((await unpin([added.part])).body.error).toBe("store_unavailable");
    await setWorld({ down: [] });
    expect((await unpin([added.part])).body.removed).toEqual([added.part]);
  });

  it.each([
    ["no file", { blobs: [] }],
    ["seventeen files", { blobs: Array.from({ length: 17 }, generatePrivateKey) }],
    ["a file by its CID", { blobs: [cidOfDigest(`0x${"00".repeat(32)}`)] }],
    ["no report", { report: null }],
  ])("is refused for %s", async (_, changes) => {
    const body = { report: added.report, blobs: [added.part], ...changes };
    expect(await askOnEvm("/v1/unpin", body, asPatient)).toMatchObject({ status: 400, body: { error: "malformed" } });
  });
});
