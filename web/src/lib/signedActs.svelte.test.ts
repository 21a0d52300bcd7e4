import "fake-indexeddb/auto";
import { getAddress, type Address, type Hex } from "viem";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { carriedOf } from "./acts/signedCode.ts";
import type { PatientAct } from "./acts/patientAct.ts";
import type { App } from "./app.ts";
import { registryCall } from "./chain/call.ts";
import { sampleNetwork as network } from "./network/sampleNetwork.ts";
import { SignedActs } from "./signedActs.svelte.ts";
import { database } from "./storage/database.ts";

const account: Address = getAddress(`0x${"05".repeat(20)}`);
const chart: Hex = `0x${"c1".repeat(20)}`;
const report: Hex = `${chart}${"aa".repeat(12)}`;
const terms = { grantee: account, expiry: 1_900_000_000, purpose: "TREAT", granteeKeyVersion: 1 } as const;
const acts: Readonly<Record<string, PatientAct>> = {
  share: { kind: "share", ...terms, shares: [{ report, counter: 3, capsules: "0x01" }] },
  all: { kind: "share-all", chart, ...terms, counter: 5, consentEpoch: 7, capsules: "0x01" },
  stop: { kind: "stop", grantee: account, stops: [{ report, counter: 3 }] },
  everything: { kind: "stop-all", chart, grantee: account, counter: 5 },
  request: { kind: "request", chart, call: registryCall(network, "askForCare", [2]), nonce: 4n },
};

/** What the contracts answer: as it was when everything here was signed, but for `changes`. */
type Answers = {
  epoch: number;
  consent: number;
  pair: number;
  generation: number;
  consentEpoch: number;
  nonce: bigint;
};
const asSigned: Answers = { epoch: 1, consent: 3, pair: 5, generation: 2, consentEpoch: 7, nonce: 4n };

function appThat(answers: Answers, holder = account) {
  const readContract = async ({ functionName }: { functionName: string }) =>
    ({
      whoControls: [holder, answers.epoch],
      consentOf: [0n, 0, answers.consent, false],
      standingConsentOf: [0n, 0, answers.pair, answers.generation],
      consentEpochOf: answers.consentEpoch,
      nonces: answers.nonce,
    })[functionName];
  const wallet = { client: { account: { address: holder } } };
  return { network, wallet, chain: { network, client: { readContract } } } as unknown as App;
}

const inAWeek = () => Math.floor(Date.now() / 1000) + 7 * 86_400;

async function sign(act: PatientAct, deadline = inAWeek()) {
  const carried = await carriedOf(
    network,
    { act, deadline: BigInt(deadline), signature: "0x5157" },
    "https://one.example",
  );
  await new SignedActs().keep(appThat(asSigned), carried, deadline, { epoch: 1, generation: 2 });
  return carried;
}

/** What another page of this browser finds. */
async function waiting(changes: Partial<Answers> = {}, holder = account) {
  const signed = new SignedActs();
  await signed.read(appThat({ ...asSigned, ...changes }, holder));
  if (signed.waiting.error) throw signed.waiting.error;
  return signed.waiting.value;
}

beforeEach(async () => {
  vi.stubGlobal("location", { origin: "https://one.example" });
  await (await database()).clear("signedActs");
});

describe("what was signed for somebody else to send", () => {
  it.each(Object.keys(acts))("can be shown again, the very same: %s", async (name) => {
    const act = acts[name]!;
    const carried = await sign(act);
    expect(await waiting()).toMatchObject([{ act, carried }]);
    expect(await waiting({}, getAddress(`0x${"06".repeat(20)}`))).toEqual([]);
  });

  it.each([
    ["share", { consent: 4 }],
    ["share", { generation: 3 }],
    ["all", { pair: 6 }],
    ["all", { consentEpoch: 8 }],
    ["stop", { consent: 5 }],
    ["everything", { pair: 7 }],
    ["request", { nonce: 5n }],
    ...Object.keys(acts).map((name) => [name, { epoch: 2 }] as const),
  ] as const)("is forgotten once it can be sent no more: %s with %o", async (name, changes) => {
    await sign(acts[name]!);
    expect(await waiting(changes)).toEqual([]);
    expect(await waiting()).toEqual([]);
  });

  it("is a stop that still counts after a grant which came before it", async () => {
    await sign(acts["stop"]!);
    await sign(acts["everything"]!);
    expect(await waiting({ consent: 4, pair: 6 })).toHaveLength(2);
  });

  it("is forgotten once its time is over, and kept while the node does not answer", async () => {
    await sign(acts["share"]!, Math.floor(Date.now() / 1000) - 1);
    expect(await waiting()).toEqual([]);
    await sign(acts["share"]!);
    const signed = new SignedActs();
    const away = appThat(asSigned);
    vi.spyOn(away.chain.client, "readContract").mockRejectedValue(new Error("no answer"));
    await signed.read(away);
    expect([signed.waiting.value, signed.waiting.error]).toEqual([null, new Error("no answer")]);
    expect(await waiting()).toHaveLength(1);
  });
});
