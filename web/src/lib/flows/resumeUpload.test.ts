import "fake-indexeddb/auto";
import { bundleDigestOf } from "@chartkey/protocol/bundle";
import { bytesOfHex } from "@chartkey/protocol/bytes";
import { parseCapsuleBundle } from "@chartkey/protocol/capsule-bundle";
import { chartIdOf } from "@chartkey/protocol/chart";
import { cidOfDigest, digestOf } from "@chartkey/protocol/cid";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import type { PublishedKey } from "@chartkey/protocol/key-publication";
import { keyBundle } from "@chartkey/protocol/typed-data";
import { concat, decodeFunctionData, numberToHex, type Address, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import { recordsCall, type Call } from "../chain/call.ts";
import { createKeyHolder, type KeyHolder } from "../keys/keyHolder.ts";
import { database } from "../storage/database.ts";
import { keepUpload, unfinishedUploads, type KeptUpload } from "./keptUpload.ts";
import type { FlowStep } from "./progress.ts";
import { confirmKey, KeyChangedError, recipientOf } from "./recipientOf.ts";
import { resumeUpload } from "./resumeUpload.ts";
import { oneByOne } from "./test/transactions.ts";
import { titleOfUpload } from "./uploadTitle.ts";

// The key holder is called directly here, without the messages between two threads.
vi.mock("comlink", () => ({ proxy: (value: unknown) => value, transfer: (value: unknown) => value }));

const location = {
  chainId: 1337,
  registry: "0x5FbDB2315678afecb367f032d93F642f64180aa3" as Address,
  records: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512" as Address,
};

const network = { ...location, rpcUrls: [] as string[], local: false };

/** Somebody with a key that they can renew; `published` is what the public record says of the newest. */
async function somebody() {
  const wallet = privateKeyToAccount(generatePrivateKey());
  const holder: KeyHolder = createKeyHolder();
  const account = wallet.address;
  async function publish(): Promise<PublishedKey> {
    const { version, bundle, keyring, possession, encryptionAddress } = await holder.sealDraft();
    holder.adoptSealed();
    const bundleDigest = bundleDigestOf(bytesOfHex(bundle));
    const accountSignature = await wallet.signTypedData(keyBundle(location, { account, version, bundleDigest }));
    return { account, version, bundle, keyring, possession, encryptionAddress, accountSignature };
  }
  holder.beginFirst({ location, account }, "https://chart.example");
  holder.addNewCode();
  holder.addNewCode();
  const person = { account, holder, published: await publish(), renew };
  async function renew() {
    holder.beginNext("more", "https://chart.example");
    person.published = await publish();
  }
  return person;
}

type Person = Awaited<ReturnType<typeof somebody>>;

let sent: { cid: string; bytes: Uint8Array<ArrayBuffer> }[] = [];
beforeEach(async () => {
  sent = [];
  const db = await database();
  await Promise.all([db.clear("uploads"), db.clear("parts")]);
  vi.stubGlobal("fetch", async (_: string, { body }: { body: FormData }) => {
    const bytes = new Uint8Array(await (body.get("file") as Blob).arrayBuffer());
    const cid = cidOfDigest(await digestOf(bytes));
    sent.push({ cid, bytes });
    return Response.json({ data: { cid } });
  });
});
afterEach(() => vi.unstubAllGlobals());

/**
 * A doctor's page for a patient; `record` says who holds the chart, who reads all the patient's reports, and to whom `REPORT` was shown.
 */
async function doctorsPage() {
  const [doctor, patient] = [await somebody(), await somebody()];
  const chart = chartIdOf(location, patient.account);
  const record = { holder: patient, consentEpoch: 3, readers: [] as Person[], shown: [] as Person[] };
  const people = () => [doctor, record.holder, ...record.readers, ...record.shown];
  const keyOf = (account: unknown) => people().find((each) => each.account === account)!.published;
  const views: Record<string, (args: readonly unknown[]) => unknown> = {
    holderOf: () => record.holder.account,
    keyOf: ([account]) => [keyOf(account).version, keyOf(account).encryptionAddress],
    consentEpochOf: () => record.consentEpoch,
    facts: () => activeDoctor,
    standingConsentOf: () => [9_999_999_999n, 1, 0, 0],
    canRead: ([, account]) => [doctor, ...record.readers, ...record.shown].some((each) => each.account === account),
    reportOf: () => [`0x${"00".repeat(20)}`, 0, 0, 0, false],
  };
  const ask = async (_: unknown, { id }: { id?: Hex }) => {
    if (!id) {
      const pairs = record.readers.map((reader) => standing(reader, chart));
      return {
        pairs,
        consents: record.shown.map((reader) => shown(reader, chart)),
        reports: [reportBy(doctor, chart)],
        everythingStops: [],
      };
    }
    const found = people().find(({ published: { account, version } }) => {
      return concat([account, numberToHex(version, { size: 4 })]).toLowerCase() === id;
    });
    return { key: found?.published ?? null };
  };
  const run = vi.fn(async (_: Call) => ({}));
  const keys = { account: doctor.account as Address | null, holder: doctor.holder, whileUnlocked };
  const app = {
    network,
    wallet: { account: doctor.account, client: { account: { address: doctor.account } } },
    chain: {
      network,
      client: {
        readContract: async ({ functionName, args }: { functionName: string; args: unknown[] }) =>
          views[functionName]!(args),
      },
    },
    history: { read: (from: (ask: unknown) => unknown) => from(ask) },
    otp: {
      account: doctor.account,
      tickets: async (_: Hex, sizes: number[]) => sizes.map(() => ({ url: "https://store.example/" })),
    },
    transactions: oneByOne(run),
    keys,
  } as unknown as App;
  return { app, doctor, patient, chart, record, run, keys };
}

const file = new Blob(["What the doctor found"]);

/** A report of the doctor's that was locked for the patient's first key and not finished. */
async function keptReport() {
  const { app, doctor, patient, chart, record, ...rest } = await doctorsPage();
  const upload = await keepUpload(app, async (keep) => {
    const metadata = { type: "letter", title: "Letter", date: "2026-11-12", language: "en" } as const;
    const sealed = await doctor.holder.sealReport(
      {
        location,
        chart,
        author: doctor.account,
        metadata: { ...metadata, filename: "letter.txt", mediaType: "text/plain", text: null },
        file,
      },
      [await recipientOf(app, patient.account, chart)],
      async () => false,
      keep,
    );
    const { report, commitment, payload, head, capsuleBundle } = sealed;
    const added = { chart, hospital: 1, commitment, payload, capsules: await digestOf(capsuleBundle) };
    const rest = { holderKeyVersion: 1, consentEpoch: record.consentEpoch, explicitOnly: false };
    const call = recordsCall(location as never, "addReport", [{ ...added, ...rest }]);
    return { chart, report, call, last: [head, capsuleBundle] };
  });
  const steps: FlowStep[] = [];
  const resume = () => resumeUpload(app, upload, ({ step }) => steps.push(step));
  return { app, doctor, patient, chart, record, upload, steps, resume, ...rest };
}

/** A correction of the doctor's that was locked for the patient and one doctor it was shown to, and not finished. */
async function keptCorrection() {
  const { app, doctor, patient, chart, record, ...rest } = await doctorsPage();
  const reader = await somebody();
  record.shown = [reader];
  const upload = await keepUpload(app, async (keep) => {
    const context = { kind: "report", location, report: REPORT, version: 2, epoch: 1, author: doctor.account } as const;
    const metadata = { type: "letter", title: "Letter", date: "2026-11-12", language: "en" } as const;
    const sealed = await doctor.holder.sealCorrection(
      {
        location,
        context,
        metadata: { ...metadata, filename: "letter.txt", mediaType: "text/plain", text: null },
        file,
      },
      [await recipientOf(app, patient.account, chart), await recipientOf(app, reader.account)],
      async () => false,
      keep,
    );
    const { commitment, payload, head, capsuleBundle } = sealed;
    const said = { report: REPORT, version: 2, epoch: 1, commitment, payload, capsules: await digestOf(capsuleBundle) };
    const by = { hospital: 1, holderKeyVersion: 1, consentEpoch: record.consentEpoch };
    const call = recordsCall(location as never, "correctReport", [{ ...said, ...by }]);
    return { chart, report: REPORT, version: 2, call, last: [head, capsuleBundle] };
  });
  const steps: FlowStep[] = [];
  const resume = () => resumeUpload(app, upload, ({ step }) => steps.push(step));
  return { app, doctor, patient, chart, record, reader, upload, steps, resume, ...rest };
}

const REPORT: Hex = `0x${"0e".repeat(32)}`;

const whileUnlocked = <Result>(work: Promise<Result>) => work;
/** As `Registry.facts` packs it, with an attestation of generation 0. */
const activeDoctor = 1n << 249n;

const standing = ({ account }: Person, chart: Hex) => ({
  id: concat([chart, account]),
  chart: { id: chart },
  grantee: { id: account, attestation: null },
  expiry: "9999999999",
  purpose: "TREAT",
  counter: 1,
  attestationGeneration: 0,
  decidedAt: "1",
  decided: { transaction: "0x00" },
  grant: null,
  stops: [],
});

const shown = ({ account }: Person, chart: Hex) => ({
  report: { id: REPORT },
  chart: { id: chart },
  grantee: { id: account, attestation: null },
  expiry: "9999999999",
  purpose: "TREAT",
  stopped: false,
  counter: 1,
  decidedAt: "1",
  decided: { transaction: "0x00" },
  pairGeneration: 0,
  pair: { generation: 0, stops: [] },
  grant: null,
});

const reportBy = ({ account }: Person, chart: Hex) => ({
  id: REPORT,
  chart: { id: chart },
  author: account,
  doctor: { id: account, attestation: null },
  hospital: { id: "1" },
  status: "LIVE",
  retractedAt: null,
  erasedAt: null,
  version: 1,
  versions: [{ addedAt: "1" }],
  epoch: 1,
  commitment: "0x00",
  payload: "0x00",
  capsules: "0x00",
  holderKeyVersion: 1,
  explicitOnly: false,
  addedAt: "1",
  added: { transaction: "0x00" },
  sealed: { actor: null },
});

/** What the transaction says, and the capsule bundle that it names. */
function added(run: { mock: { calls: Call[][] } }) {
  const { args } = decodeFunctionData({ abi: recordsAbi, data: run.mock.calls.at(-1)![0]!.data });
  const [report] = args as unknown as [
    { commitment: Hex; payload: Hex; capsules: Hex; holderKeyVersion: number; consentEpoch: number },
  ];
  const blob = (digest: Hex) => sent.find(({ cid }) => cid === cidOfDigest(digest))!.bytes;
  return { ...report, bundle: blob(report.capsules), head: blob(report.payload) };
}

/** The title of what the transaction names, as somebody opens it who had none of its keys before. */
async function titleFor(
  reader: Person,
  { account: author }: Person,
  { report, version = 1 }: KeptUpload,
  run: Parameters<typeof added>[0],
): Promise<string> {
  const { bundle, head, commitment, payload: digest } = added(run);
  await reader.holder.learnFrom(location, author, bundle);
  const context = { kind: "report", location, report, version, epoch: 1, author } as const;
  return (await reader.holder.openHead(head, { context, commitment, digest })).metadata.title;
}

describe("a kept report", () => {
  it("goes its way as it was locked while the patient's key is the same", async () => {
    const { upload, resume, run, steps } = await keptReport();
    const { call } = upload;
    await resume();
    expect(run.mock.calls[0]?.[0]).toEqual(call);
    expect(steps).not.toContain("locking-again");
  });

  it("is locked again for the patient's new key once that is confirmed, and the file is neither locked nor sent again", async () => {
    const { app, patient, chart, doctor, upload, resume, run, steps } = await keptReport();
    const before = { ...upload };
    await patient.renew();
    const changed = await resume().catch((error: unknown) => error);
    expect(changed).toBeInstanceOf(KeyChangedError);
    // Nothing was locked for a key that nobody confirmed.
    expect((await unfinishedUploads(app))[0]).toEqual(before);

    await confirmKey((changed as KeyChangedError).change);
    await resume();
    expect(steps).toContain("locking-again");
    const { bundle, ...call } = added(run);
    expect(call).toMatchObject({ holderKeyVersion: 2, consentEpoch: 3 });
    const recipients = parseCapsuleBundle(bundle).map(({ context }) => [context.recipient, context.keyVersion]);
    expect(recipients).toEqual([
      [doctor.account.toLowerCase(), 1],
      [patient.account.toLowerCase(), 2],
    ]);
    expect(await unfinishedUploads(app)).toEqual([]);
    expect(sent).toHaveLength(before.sizes.length);

    expect(await titleFor(patient, doctor, upload, run)).toBe("Letter");
    expect(chart).toBe(upload.chart);
  });

  it("is locked again for a wallet that the patient's chart went to, also where its key has the same version", async () => {
    const { app, doctor, record, upload, resume, run } = await keptReport();
    record.holder = await somebody();
    const changed = await resume().catch((error: unknown) => error);
    expect(changed).toBeInstanceOf(KeyChangedError);
    expect((changed as KeyChangedError).change.isOtherWallet).toBe(true);
    expect(run).not.toHaveBeenCalled();

    await confirmKey((changed as KeyChangedError).change);
    await resume();
    const { bundle, holderKeyVersion } = added(run);
    expect(holderKeyVersion).toBe(1);
    const recipients = parseCapsuleBundle(bundle).map(({ context }) => context.recipient);
    expect(recipients).toEqual([doctor, record.holder].map(({ account }) => account.toLowerCase()));
    expect(await titleFor(record.holder, doctor, upload, run)).toBe("Letter");
    expect(await unfinishedUploads(app)).toEqual([]);
  });

  it("is locked for whoever reads everything by now", async () => {
    const { record, resume, run } = await keptReport();
    const reader = await somebody();
    record.readers = [reader];
    record.consentEpoch = 4;
    await resume();
    const { bundle, consentEpoch } = added(run);
    expect(consentEpoch).toBe(4);
    expect(parseCapsuleBundle(bundle).map(({ context }) => context.recipient)).toContain(reader.account.toLowerCase());
  });

  it("asks to unlock first where the keys are locked, and stays as it is", async () => {
    const { app, keys, patient, resume, run } = await keptReport();
    await patient.renew();
    keys.account = null;
    await expect(resume()).rejects.toMatchObject({ explanation: { remedy: "unlock" } });
    expect(run).not.toHaveBeenCalled();
    expect(await unfinishedUploads(app)).toHaveLength(1);
  });

  it("goes on where it was when it fails after it was locked again, also in another tab", async () => {
    const { app, patient, resume, run } = await keptReport();
    await patient.renew();
    const changed = await resume().catch((error: unknown) => error as KeyChangedError);
    await confirmKey((changed as KeyChangedError).change);
    run.mockRejectedValueOnce(Object.assign(new Error("no"), { code: 4001 }));
    await expect(resume()).rejects.toThrow("no");
    const all = sent.length;
    const [kept] = await unfinishedUploads(app);
    expect(kept?.stored).toHaveLength(kept?.sizes.length ?? 0);
    await resumeUpload(app, kept!, () => {});
    expect(sent).toHaveLength(all);
    expect(added(run).holderKeyVersion).toBe(2);
  });

  it("sends only its keys anew when all of it was stored before", async () => {
    const { patient, resume, run } = await keptReport();
    run.mockRejectedValueOnce(Object.assign(new Error("no"), { code: 4001 }));
    await expect(resume()).rejects.toThrow("no");
    const whole = sent.length;
    await patient.renew();
    const changed = await resume().catch((error: unknown) => error as KeyChangedError);
    await confirmKey((changed as KeyChangedError).change);
    await resume();
    expect(sent).toHaveLength(whole + 1);
    expect(sent.at(-1)!.bytes).toEqual(added(run).bundle);
  });
});

describe("the title of what is kept", () => {
  it.each([
    ["a report", keptReport, "Letter"],
    ["a correction", keptCorrection, "Letter"],
  ])("of %s is told to its author, once the keys are unlocked, and to nobody else", async (_, keep, title) => {
    const { app, upload, keys } = await keep();
    expect(await titleOfUpload(app, upload)).toBe(title);
    keys.holder = (await somebody()).holder;
    await expect(titleOfUpload(app, upload)).rejects.toThrow();
  });
});

describe("a kept correction", () => {
  const recipientsOf = (bundle: Uint8Array) =>
    parseCapsuleBundle(bundle)
      .map(({ context }) => context.recipient)
      .toSorted();
  const accounts = (...people: Person[]) => people.map(({ account }) => account.toLowerCase()).toSorted();

  it("goes its way as it was locked while its readers and their keys are the same, also with locked keys", async () => {
    const { keys, upload, resume, run, steps } = await keptCorrection();
    const { call } = upload;
    keys.account = null;
    await resume();
    expect(run.mock.calls[0]?.[0]).toEqual(call);
    expect(steps).not.toContain("locking-again");
  });

  it("is locked for nobody the patient stopped since, and for whom it was shown to since", async () => {
    const { app, doctor, patient, record, upload, resume, run } = await keptCorrection();
    const later = await somebody();
    record.shown = [later];
    await resume();
    const { bundle, ...call } = added(run);
    expect(recipientsOf(bundle)).toEqual(accounts(doctor, patient, later));
    expect(call).toMatchObject({ version: 2, epoch: 1, holderKeyVersion: 1, consentEpoch: 3 });
    expect(await unfinishedUploads(app)).toEqual([]);

    expect(await titleFor(later, doctor, upload, run)).toBe("Letter");
  });

  it("is locked for the others though a reader published what nobody can lock for", async () => {
    const { doctor, patient, reader, record, resume, run } = await keptCorrection();
    const [broken, later] = [await somebody(), await somebody()];
    broken.published = { ...broken.published, accountSignature: patient.published.accountSignature };
    record.shown = [reader, broken, later];
    await resume();
    expect(recipientsOf(added(run).bundle)).toEqual(accounts(doctor, patient, reader, later));
  });

  it("is not sent while the patient's own key is such", async () => {
    const { patient, record, resume, run } = await keptCorrection();
    patient.published = { ...patient.published, accountSignature: "0x" };
    record.consentEpoch = 4;
    await expect(resume()).rejects.toThrow("was not signed by that account");
    expect(run).not.toHaveBeenCalled();
  });

  it("is locked for the newest key of each reader once that is confirmed, and named as of today", async () => {
    const { patient, reader, record, resume, run } = await keptCorrection();
    record.consentEpoch = 4;
    for (const person of [patient, reader]) {
      await person.renew();
      const changed = await resume().catch((error: unknown) => error);
      expect(changed).toBeInstanceOf(KeyChangedError);
      await confirmKey((changed as KeyChangedError).change);
    }
    await resume();
    const { bundle, ...call } = added(run);
    expect(call).toMatchObject({ holderKeyVersion: 2, consentEpoch: 4 });
    const versions = parseCapsuleBundle(bundle).map(({ context }) => context.keyVersion);
    expect(versions.toSorted()).toEqual([1, 2, 2]);
  });

  it("asks to unlock first where its readers changed and the keys are locked, and stays as it is", async () => {
    const { app, keys, record, upload, resume, run } = await keptCorrection();
    const before = { ...upload };
    record.shown = [];
    keys.account = null;
    await expect(resume()).rejects.toMatchObject({ explanation: { remedy: "unlock" } });
    expect(run).not.toHaveBeenCalled();
    expect(await unfinishedUploads(app)).toEqual([before]);
  });
});
