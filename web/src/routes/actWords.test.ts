import { getAddress, type Address, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { plainPhrase } from "#components/phrase.ts";
import type { PatientAct } from "#lib/acts/patientAct.ts";
import { recordsCall, registryCall } from "#lib/chain/call.ts";
import type { Network } from "#lib/network/network.ts";
import { actToPatient, actToSender, type ActNames } from "./actWords.ts";

const network = { chainId: 1337, registry: `0x${"1".repeat(40)}`, records: `0x${"2".repeat(40)}` } as Network;
const grantee: Address = getAddress(`0x${"5".repeat(40)}`);
const sender: Address = getAddress(`0x${"6".repeat(40)}`);
const chart: Hex = `0x${"c1".repeat(20)}`;
const reports = ["aa", "bb", "cc", "dd"].map((id): Hex => `${chart}${id.repeat(12)}`);
const expiry = new Date(2027, 2, 1, 23, 59, 59).getTime() / 1000;
const terms = { grantee, expiry, purpose: "COC", granteeKeyVersion: 1 } as const;
const share = (count: number): PatientAct => ({
  kind: "share",
  ...terms,
  shares: reports.slice(0, count).map((report) => ({ report, counter: 0, capsules: "0x" })),
});
const all: PatientAct = { kind: "share-all", chart, ...terms, counter: 0, consentEpoch: 0, capsules: "0x" };
const stopAll: PatientAct = { kind: "stop-all", chart, grantee, counter: 0 };
const request = (call: ReturnType<typeof registryCall>): PatientAct => ({ kind: "request", chart, call, nonce: 0n });
const titles = ["Blood test", "Heart tracing", "X-ray", "Letter"];

const known: ActNames = {
  doctor: () => "Dr Priya Marlowe",
  hospital: (id) => `Hospital ${id}`,
  report: (report) => titles[reports.indexOf(report)] ?? null,
};
const unknown: ActNames = { ...known, report: () => null };
const toPatient = (act: PatientAct) => plainPhrase(actToPatient(network, act, known));
const toSender = (act: PatientAct, from = sender) => plainPhrase(actToSender(network, act, unknown, from));

describe("what a patient is about to sign", () => {
  it("names one report, several, and counts many", () => {
    expect(toPatient(share(1))).toMatch(
      /^Dr Priya Marlowe can read Blood test, to coordinate your care, until .*1 March 2027/,
    );
    expect(toPatient(share(3))).toContain("can read Blood test, Heart tracing, and X-ray,");
    expect(toPatient(share(4))).toContain("can read 4 of your reports,");
  });

  it("says of all what it covers, and what not", () => {
    expect(toPatient(all)).toMatch(/all your reports, also those added later, but for those kept for explicit sharing/);
    expect(toPatient(stopAll)).toMatch(/can read none of your reports, from now on. That includes what they wrote/);
  });
});

describe("what somebody sends for a patient", () => {
  it("names the patient by their card and no title, which is locked", () => {
    const words = toSender(share(2));
    expect(words).toMatch(
      /^The patient with card \w{4}-\w{4}-\w{4} lets Dr Priya Marlowe read 2 reports and corrections of them/,
    );
    expect(words).not.toContain("Blood test");
    expect(toSender(share(1))).toContain("read one report and corrections of it, to coordinate their care, until");
  });

  it("says so when it is about whoever sends it", () => {
    expect(toSender(stopAll, grantee)).toContain("stops sharing everything with you (Dr Priya Marlowe)");
  });

  it("is said for each call that a patient may sign", () => {
    const bytes = `0x${"00".repeat(32)}` as const;
    const key = { version: 2, bundle: "0x", keyring: "0x", possession: "0x", accountSignature: "0x" } as const;
    const said = [
      registryCall(network, "askForCare", [2]),
      registryCall(network, "leaveCare", [2]),
      registryCall(network, "cancelSignatures", []),
      registryCall(network, "publishKey", [key]),
      registryCall(network, "proposeAuthoriser", [grantee]),
      recordsCall(network, "declineRequest", [bytes, grantee]),
      recordsCall(network, "eraseReport", [bytes]),
    ].map((call) => toSender(request(call)).replace(/^The patient with card \S+ /, ""));
    expect(said).toEqual([
      "asks Hospital 2 for care.",
      "leaves Hospital 2.",
      "makes everything void that they signed and nobody sent yet.",
      "publishes a new key of their own.",
      "announces another recovery key of their chart.",
      "says no to the request of Dr Priya Marlowe for a report.",
      "erases a report for good.",
    ]);
    expect(toPatient(request(registryCall(network, "askForCare", [2])))).toBe("You ask Hospital 2 for care.");
  });

  it("names the account that a registration is for, and what it does not give", () => {
    const key = { version: 1, bundle: "0x", keyring: "0x", possession: "0x", accountSignature: "0x" } as const;
    const words = toSender({ kind: "register", holder: grantee, key, authoriser: sender });
    expect(words).toContain(grantee);
    expect(words).toContain("gives you no access");
  });
});
