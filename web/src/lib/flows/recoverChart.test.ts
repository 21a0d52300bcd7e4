import { bytesOfHex, type Bytes } from "@chartkey/protocol/bytes";
import { cardCodeOf } from "@chartkey/protocol/card-code";
import { chartIdOf, type ChartId } from "@chartkey/protocol/chart";
import { cidOfDigest, digestOf } from "@chartkey/protocol/cid";
import { encodeKeyCopy } from "@chartkey/protocol/key-copy";
import { bytesToHex, sha256, type Address, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import { createKeyringKeeper, type KeyDraft } from "../keys/keyringKeeper.ts";
import { findLostChart, findLostChartByPasskey } from "./recoverChart.ts";

const network = {
  chainId: 1337,
  registry: "0x5FbDB2315678afecb367f032d93F642f64180aa3" as Address,
  records: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512" as Address,
  deployBlock: 0n,
  gatewayUrls: ["https://gateway.example/"],
};

type Lost = { account: Address; chart: ChartId; code: string; credentialId: Bytes; keyrings: Hex[]; draft: KeyDraft };

/** An authenticator's answer to a salt: another secret for each credential and salt. */
const prf = (credentialId: Bytes, salt: Bytes) => bytesOfHex(sha256(Uint8Array.of(...credentialId, ...salt)));

/** A patient with a code and a passkey, who renewed the keys `renewals` times; each keyring has a salt of its own. */
async function patient(
  renewals = 0,
  credentialId: Bytes = crypto.getRandomValues(new Uint8Array(32)),
  secretOf = prf,
): Promise<Lost> {
  const { address: account } = privateKeyToAccount(generatePrivateKey());
  const { methods } = createKeyringKeeper();
  const passkey = { credentialId, relyingParty: "chart.example" };
  methods.beginFirst({ location: network, account }, "https://chart.example");
  let code = methods.addNewCode();
  const keyrings: Hex[] = [];
  const seal = async () => {
    methods.addPasskey(passkey, secretOf(credentialId, methods.draftedPasskeySalt()), "Passkey");
    const sealed = await methods.sealDraft();
    methods.adoptSealed();
    keyrings.push(sealed.keyring);
    return sealed;
  };
  let draft = await seal();
  for (let done = 0; done < renewals; done++) {
    methods.beginNext("renewed", "https://chart.example");
    code = methods.addNewCode();
    draft = await seal();
  }
  return { account, chart: chartIdOf(network, account), code, credentialId, keyrings, draft };
}

/** The page of a new wallet, on a network with these patients. */
function pageOf(patients: readonly Lost[]) {
  const lost = (chart: unknown) => patients.find((each) => each.chart === chart)!;
  const events = vi.fn(({ eventName, args }: { eventName: string; args?: { account: Address } }) =>
    eventName === "PatientRegistered"
      ? patients.map(({ chart }) => ({ args: { chart } }))
      : patients
          .filter(({ account }) => account === args?.account)
          .flatMap(({ account, keyrings }) => keyrings.map((keyring) => ({ args: { account, keyring } }))),
  );
  const views: Record<string, (asked: unknown) => unknown> = {
    whoControls: (chart) => [lost(chart).account, 0],
    authoriserOf: (chart) => lost(chart).draft.authoriser,
    recoveryOf: () => [`0x${"00".repeat(20)}`, 0n, false],
    nonces: () => 0n,
    chartOf: (account) =>
      patients.find((each) => each.account.toLowerCase() === String(account).toLowerCase())?.chart ??
      `0x${"00".repeat(20)}`,
  };
  const client = {
    getBlockNumber: async () => 5n,
    getBlock: async () => ({ timestamp: 9n }),
    getContractEvents: async (asked: Parameters<typeof events>[0]) => events(asked),
    readContract: async ({ functionName, args }: { functionName: string; args: unknown[] }) =>
      views[functionName]!(args[0]),
  };
  const holder = createKeyringKeeper().methods;
  const foundLostKeyring = vi.fn();
  const app = { network, chain: { network, client }, keys: { holder, foundLostKeyring } } as unknown as App;
  return { app, events, holder, foundLostKeyring };
}

type Asked = {
  publicKey: {
    allowCredentials?: { id: Bytes }[];
    extensions?: { prf: { evalByCredential: Record<string, { first: Bytes }> } };
  };
};

class Credential {
  readonly rawId: ArrayBuffer;
  readonly secret: Bytes | undefined;
  constructor(rawId: ArrayBuffer, secret: Bytes | undefined) {
    this.rawId = rawId;
    this.secret = secret;
  }
  getClientExtensionResults() {
    return this.secret ? { prf: { results: { first: this.secret } } } : {};
  }
}

/** A device that has one passkey, and counts how often it asks for a finger. */
function deviceWith(credentialId: Bytes) {
  const get = vi.fn(async ({ publicKey: { allowCredentials, extensions } }: Asked) => {
    const isAllowed =
      !allowCredentials || allowCredentials.some(({ id }) => bytesToHex(id) === bytesToHex(credentialId));
    if (!isAllowed) throw new DOMException("Nothing fits.", "NotAllowedError");
    const named = Buffer.from(credentialId).toString("base64url");
    const salt = extensions?.prf.evalByCredential[named]?.first;
    return new Credential(credentialId.buffer, salt && prf(credentialId, salt));
  });
  vi.stubGlobal("navigator", { credentials: { get } });
  return get;
}

beforeEach(() => {
  vi.stubGlobal("location", { origin: "https://chart.example", hostname: "chart.example" });
  vi.stubGlobal("PublicKeyCredential", Credential);
});
afterEach(() => vi.unstubAllGlobals());

const without = { card: "", copy: "" };
const ignored = () => {};

describe("a lost chart", () => {
  it("is found by a passkey alone: the device says which, and that one opens the keyring", async () => {
    const [other, lost] = [await patient(), await patient()];
    const { app, holder, foundLostKeyring } = pageOf([other, lost]);
    const get = deviceWith(lost.credentialId);
    expect(await findLostChartByPasskey(app, without, ignored)).toBe(lost.chart);
    expect(foundLostKeyring).toHaveBeenCalledOnce();
    expect(get).toHaveBeenCalledTimes(2);
    expect(get.mock.calls[0]?.[0].publicKey.allowCredentials).toBe(undefined);
    expect(get.mock.calls[1]?.[0].publicKey.allowCredentials).toHaveLength(1);
    // What was found can be taken over now.
    holder.beginTakeover({ location: network, account: other.account }, "https://chart.example");
  });

  it("is found by one touch with the card, also where the device does not remember passkeys by itself", async () => {
    const [other, lost] = [await patient(), await patient()];
    const { app } = pageOf([other, lost]);
    const get = deviceWith(lost.credentialId);
    expect(await findLostChartByPasskey(app, { card: cardCodeOf(lost.chart), copy: "" }, ignored)).toBe(lost.chart);
    expect(get).toHaveBeenCalledOnce();
  });

  it("is found by the newest of several keyrings that name one passkey, each with a salt of its own", async () => {
    const lost = await patient(2);
    const { app } = pageOf([lost]);
    const get = deviceWith(lost.credentialId);
    expect(await findLostChartByPasskey(app, without, ignored)).toBe(lost.chart);
    expect(get).toHaveBeenCalledTimes(2);
  });

  it("is found behind a keyring of a thief, whose recovery key the registry does not name", async () => {
    const [lost, thief] = [await patient(), await patient()];
    const { app } = pageOf([{ ...lost, keyrings: [...lost.keyrings, ...thief.keyrings, "0x00"] }]);
    deviceWith(lost.credentialId);
    expect(await findLostChartByPasskey(app, without, ignored)).toBe(lost.chart);
  });

  it("asks for the card code after some touches where strangers name the passkey, and is found with it", async () => {
    const lost = await patient();
    const guess = () => crypto.getRandomValues(new Uint8Array(32));
    const strangers = await Promise.all([...Array(8)].map(() => patient(0, lost.credentialId, guess)));
    const { app } = pageOf([...strangers, lost]);
    const get = deviceWith(lost.credentialId);
    await expect(findLostChartByPasskey(app, without, ignored)).rejects.toThrow("Many keyrings");
    // Once to choose it.
    expect(get).toHaveBeenCalledTimes(1 + 5);
    expect(await findLostChartByPasskey(app, { card: cardCodeOf(lost.chart), copy: "" }, ignored)).toBe(lost.chart);
  });

  it("is not found by a passkey of nobody here, and says what else there is", async () => {
    const { app } = pageOf([await patient()]);
    deviceWith(crypto.getRandomValues(new Uint8Array(32)));
    await expect(findLostChartByPasskey(app, without, ignored)).rejects.toThrow("opens the keys of no patient");
  });

  it("is not found by a passkey of another site", async () => {
    const lost = await patient();
    const { app } = pageOf([lost]);
    deviceWith(lost.credentialId);
    vi.stubGlobal("location", { origin: "https://evil.example", hostname: "evil.example" });
    await expect(findLostChartByPasskey(app, without, ignored)).rejects.toThrow("opens the keys of no patient");
  });

  it("is found by code and copy without a single log", async () => {
    const lost = await patient();
    const { app, events } = pageOf([lost]);
    const { version, encryptionAddress, bundle, keyring, possession } = lost.draft;
    const key = { account: lost.account, version, encryptionAddress, bundle, keyring, possession };
    const copy = encodeKeyCopy(network, { ...key, accountSignature: "0x" });
    vi.stubGlobal("fetch", async () => new Response(copy));
    const address = cidOfDigest(await digestOf(copy));
    const typed = { code: lost.code, card: "", copy: address };
    expect(await findLostChart(app, typed, ignored)).toBe(lost.chart);
    expect(events).not.toHaveBeenCalled();
    const other = await patient();
    await expect(findLostChart(app, { ...typed, code: other.code }, ignored)).rejects.toThrow("this card or this copy");
  });

  it("is found by the code, and not by one that was replaced", async () => {
    const lost = await patient();
    const renewed = await patient(1);
    const { app, foundLostKeyring } = pageOf([renewed, lost]);
    const tried: number[][] = [];
    expect(await findLostChart(app, { ...without, code: lost.code }, (...how) => tried.push(how))).toBe(lost.chart);
    const stale = await patient();
    await expect(findLostChart(app, { ...without, code: stale.code }, (...how) => tried.push(how))).rejects.toThrow(
      "opens the keys of no patient",
    );
    expect(tried).toEqual([[2, 2]]);
    expect(foundLostKeyring).toHaveBeenCalledOnce();
  });
});
