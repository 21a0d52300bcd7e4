import { shareReports } from "@chartkey/protocol/consent-forms";
import { encodeFunctionData, recoverTypedDataAddress, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { describe, expect, it } from "vitest";
import { recordsCall, registryCall } from "../chain/call.ts";
import { sampleNetwork as network } from "../network/sampleNetwork.ts";
import { ExplainedError } from "../words/explainedError.ts";
import { callOfAct, callOfSigned, chartOfAct, formOfAct, type PatientAct, type SignedAct } from "./patientAct.ts";
import { carriedOf, MAX_SQUARE_CODE, signedActFrom } from "./signedCode.ts";
import { signedActOf } from "./signedCall.ts";

const elsewhere = { ...network, chainId: 1 };
const patient = privateKeyToAccount(`0x${"01".repeat(32)}`);
const grantee = privateKeyToAccount(`0x${"02".repeat(32)}`).address;
const chart: Hex = `0x${"c1".repeat(20)}`;
const report: Hex = `${chart}${"aa".repeat(12)}`;
const another: Hex = `${chart}${"bb".repeat(12)}`;
const random = (length: number): Hex =>
  `0x${Array.from({ length }, (_, index) => ((index * 167 + 13) % 256).toString(16).padStart(2, "0")).join("")}`;

const terms = { grantee, expiry: 1_800_000_000, purpose: "TREAT", granteeKeyVersion: 2 } as const;
const key = {
  version: 1,
  bundle: incompressible(1251, 5),
  keyring: incompressible(620, 6),
  possession: random(65),
  accountSignature: random(65),
};
const acts: Readonly<Record<PatientAct["kind"], PatientAct>> = {
  share: {
    kind: "share",
    ...terms,
    shares: [
      { report, counter: 3, capsules: random(32) },
      { report: another, counter: 0, capsules: random(1400) },
    ],
  },
  "share-all": { kind: "share-all", chart, ...terms, counter: 1, consentEpoch: 4, capsules: random(32) },
  stop: { kind: "stop", grantee, stops: [{ report, counter: 3 }] },
  "stop-all": { kind: "stop-all", chart, grantee, counter: 5 },
  request: { kind: "request", chart, call: registryCall(network, "askForCare", [2]), nonce: 7n },
  register: { kind: "register", holder: patient.address, key, authoriser: grantee },
};
const signedOf = (act: PatientAct): SignedAct => ({ act, deadline: 1_790_000_000n, signature: random(65) });

describe("what a patient signs and somebody else sends", () => {
  it.each(Object.values(acts))("is carried whole in a link, a square code and a file: $kind", async (act) => {
    const signed = signedOf(act);
    const { link, text, code } = await carriedOf(network, signed, "https://chartkey.example");
    expect(new URL(link).pathname).toBe("/send");
    expect(new URL(link).search).toBe("");
    for (const carried of [link, text, ` ${text.slice(0, 40)}\n${text.slice(40)} `, code, code?.toLowerCase()]) {
      expect(carried).toBeTruthy();
      const { signed: read, call } = await signedActFrom(network, carried ?? "");
      expect(read).toEqual(signed);
      expect(call).toEqual(callOfSigned(network, signed));
    }
    expect(code?.length).toBeLessThanOrEqual(MAX_SQUARE_CODE);
  });

  it("has no square code when it is too much for one", async () => {
    const shares = [1, 2, 3, 4].map((seed) => ({ report, counter: 0, capsules: incompressible(1400, seed) }));
    expect(
      (await carriedOf(network, signedOf({ kind: "share", ...terms, shares }), "https://a.example")).code,
    ).toBeNull();
  });

  it("is refused as no signed thing, as damaged, or as another network's, each by its name", async () => {
    const { link, text } = await carriedOf(network, signedOf(acts.stop), "https://chartkey.example");
    const refusal = async (carried: string, at = network) =>
      signedActFrom(at, carried).then(
        () => "accepted",
        (error: unknown) => (error instanceof ExplainedError ? error.explanation.what : String(error)),
      );
    for (const carried of ["", "hello", "https://chartkey.example/send", "CHARTKEY:", "CHARTKEY:U!", "Q0sx%%"]) {
      expect(await refusal(carried), carried).toMatch(/not something that a patient signed/);
    }
    for (const carried of [link.slice(0, -20), `${text.slice(0, 30)}A${text.slice(31)}`, text.slice(0, 8)]) {
      expect(await refusal(carried), carried).toMatch(/missing or was changed|for another/);
    }
    expect(await refusal(link, elsewhere)).toMatch(/another Chartkey network/);
    expect(await refusal(link, { ...network, records: grantee })).toMatch(/another Chartkey network/);
  });

  it("is nothing but what a patient may sign", () => {
    const own = callOfAct(network, acts.share);
    expect(signedActOf(network, own.to, own.data)).toBeNull();
    const { call } = acts.request as Extract<PatientAct, { kind: "request" }>;
    expect(signedActOf(network, call.to, call.data)).toBeNull();
    const foreign: PatientAct = {
      kind: "request",
      chart,
      nonce: 0n,
      call: recordsCall(network, "stopEverything", [chart, grantee]),
    };
    const sent = callOfSigned(network, signedOf(foreign));
    expect(signedActOf(network, sent.to, sent.data)).toBeNull();
    const stop = callOfSigned(network, signedOf(acts.stop));
    expect(signedActOf(network, network.registry, stop.data)).toBeNull();
    expect(signedActOf(network, grantee, stop.data)).toBeNull();
  });

  it("is refused with anything behind it that its words would not say", () => {
    const { to, data } = callOfSigned(network, signedOf(acts["stop-all"]));
    expect(signedActOf(network, to, data)).not.toBeNull();
    expect(signedActOf(network, to, `${data}00`)).toBeNull();
    const nothing = encodeFunctionData({
      abi: recordsAbi,
      functionName: "grantConsentsFor",
      args: [{ grantee, expiry: 1n, purpose: 0, granteeKeyVersion: 1, shares: [] }, 1n, "0x"],
    });
    expect(signedActOf(network, network.records, nothing)).toBeNull();
  });

  it("belongs to the chart of its reports", () => {
    expect(chartOfAct(acts.share)).toBe(chart);
    expect(chartOfAct(acts.stop)).toBe(chart);
    expect(chartOfAct(acts["stop-all"])).toBe(chart);
    expect(chartOfAct(acts.register)).toBeNull();
  });

  it("signs the terms that the transaction holds, purpose and end in words and seconds", async () => {
    const form = formOfAct(network, acts.share, { epoch: 6, generation: 2 }, 99n);
    const { chainId, records } = network;
    const { shares } = acts.share as Extract<PatientAct, { kind: "share" }>;
    const expected = shareReports(
      { chainId, records },
      {
        chart,
        reader: grantee,
        purpose: "TREAT",
        until: 1_800_000_000n,
        reports: shares,
        readerKeyVersion: 2,
        generation: 2,
        epoch: 6,
        deadline: 99n,
      },
    );
    expect(form).toEqual(expected);
    const signature = await patient.signTypedData(expected);
    expect(await recoverTypedDataAddress({ ...expected, signature })).toBe(patient.address);
  });
});

/** Bytes that no packing makes shorter, by a generator of numbers. */
function incompressible(length: number, seed: number): Hex {
  let state = seed * 0x9e3779b9;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state & 0xff).toString(16).padStart(2, "0");
  };
  return `0x${Array.from({ length }, next).join("")}`;
}
