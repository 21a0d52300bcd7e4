import { describe, expect, it } from "vitest";
import { plainPhrase } from "#components/phrase.ts";
import type { AuditEvent, EventName, KnownAccount } from "#lib/history/auditEvents.ts";
import { eventGroups, eventNames, kindOf } from "./eventKinds.ts";
import { eventSentence } from "./eventSentence.ts";

const account = (digit: string, rest: Partial<KnownAccount> = {}): KnownAccount => ({
  address: `0x${digit.repeat(40)}`,
  name: null,
  isPatient: false,
  ...rest,
});
const patient = account("a", { isPatient: true });
const doctor = account("d", { name: "Dr Lena Hallowell" });
const registrar = account("e");
const northfield = { id: 1, name: "Northfield Hospital" };

const event = (name: EventName, rest: Partial<AuditEvent> = {}): AuditEvent => ({
  id: "0x01",
  name,
  actor: registrar,
  sender: rest.actor ?? registrar,
  account: null,
  chart: null,
  report: null,
  hospital: null,
  role: null,
  grant: null,
  requestedFor: null,
  isNewLock: false,
  reason: null,
  replaced: null,
  dueAt: null,
  block: 1,
  timestamp: 1,
  transaction: "0x02",
  ...rest,
});
const said = (...given: Parameters<typeof event>) => plainPhrase(eventSentence(event(...given)));

const chart = { id: "0xcc" as const, holder: patient.address, formerHolders: [] };
const report = `0x${"c".repeat(64)}` as const;

describe("an event in plain words", () => {
  it("says who let whom read what, for what and until when", () => {
    const expiry = new Date(2026, 11, 22, 23, 59, 59).getTime() / 1000;
    const grant = { expiry, purpose: "TREAT" } as const;
    expect(said("ConsentGranted", { actor: patient, account: doctor, chart, report, grant })).toBe(
      "Patient 0xaaaa…aaaa let Dr Lena Hallowell read report 0xcccc…cccc until 22 Dec 2026, for treatment",
    );
  });

  it("tells a remark from a new lock on one, which adds no words", () => {
    const written = said("RemarkAdded", { actor: doctor, chart, report });
    expect(written).toBe("Dr Lena Hallowell remarked on report 0xcccc…cccc of patient 0xaaaa…aaaa");
    const locked = said("RemarkAdded", { actor: patient, chart, report, isNewLock: true });
    expect(locked).toBe("Patient 0xaaaa…aaaa gave a remark on report 0xcccc…cccc a new lock; what it says is the same");
    expect(kindOf({ name: "RemarkAdded", isNewLock: true }).label).toBe("New lock on a remark");
    expect(kindOf({ name: "RemarkAdded", isNewLock: false }).label).toBe("Remark added");
  });

  it("names who sent a decision that was not sent by who decided", () => {
    expect(said("ConsentStopped", { actor: patient, sender: registrar, account: doctor, chart, report })).toBe(
      "Patient 0xaaaa…aaaa stopped sharing report 0xcccc…cccc with Dr Lena Hallowell. Sent by account 0xeeee…eeee",
    );
  });

  it("tells a report of a doctor from one that patients add themselves", () => {
    expect(said("ReportAdded", { actor: doctor, chart, report })).toBe(
      "Dr Lena Hallowell added report 0xcccc…cccc for patient 0xaaaa…aaaa",
    );
    expect(said("ReportAdded", { actor: patient, chart, report })).toBe(
      "Patient 0xaaaa…aaaa added report 0xcccc…cccc to their own chart",
    );
  });

  it("tells a patient who leaves from a hospital that declines", () => {
    expect(said("CareEnded", { actor: patient, chart, hospital: northfield })).toBe(
      "Patient 0xaaaa…aaaa left Northfield Hospital or took their request back",
    );
    expect(said("CareEnded", { chart, hospital: northfield })).toBe(
      "Registrar 0xeeee…eeee declined or ended care for patient 0xaaaa…aaaa at Northfield Hospital",
    );
  });

  it("knows patients by the account that held their chart when they acted", () => {
    const before = account("b");
    const recovered = { ...chart, formerHolders: [before.address] };
    expect(said("CareEnded", { actor: before, chart: recovered, hospital: northfield })).toBe(
      "Patient 0xbbbb…bbbb left Northfield Hospital or took their request back",
    );
    expect(said("CareEnded", { chart: recovered, hospital: northfield })).toBe(
      "Registrar 0xeeee…eeee declined or ended care for patient 0xaaaa…aaaa at Northfield Hospital",
    );
    expect(said("ReportAdded", { actor: before, chart: recovered, report })).toBe(
      "Patient 0xbbbb…bbbb added report 0xcccc…cccc to their own chart",
    );
  });

  it("tells a patient who stops from their recovery key, which may stop, too", () => {
    expect(said("EverythingStopped", { actor: patient, account: doctor, chart })).toBe(
      "Patient 0xaaaa…aaaa stopped sharing everything with Dr Lena Hallowell",
    );
    expect(said("EverythingStopped", { actor: account("f"), account: doctor, chart })).toBe(
      "The recovery key of patient 0xaaaa…aaaa stopped sharing everything with Dr Lena Hallowell",
    );
  });

  it("says what is shared as a whole", () => {
    const expiry = new Date(2026, 11, 22, 23, 59, 59).getTime() / 1000;
    const grant = { expiry, purpose: "TREAT" } as const;
    expect(said("StandingConsentGranted", { actor: patient, account: doctor, chart, grant })).toBe(
      "Patient 0xaaaa…aaaa let Dr Lena Hallowell read all their reports, also those added later, until 22 Dec 2026, for treatment",
    );
  });

  it("says why a report was withdrawn, and by whom", () => {
    expect(said("ReportRetracted", { actor: doctor, chart, report, reason: "WRONG_PATIENT" })).toBe(
      "Dr Lena Hallowell withdrew report 0xcccc…cccc of patient 0xaaaa…aaaa, because it belongs to somebody else",
    );
    expect(said("ReportRetracted", { actor: patient, chart, report, reason: "DUPLICATE" })).toBe(
      "Patient 0xaaaa…aaaa withdrew report 0xcccc…cccc of their own, because it is there already",
    );
  });

  it("says to whom a chart is to go, and when at the earliest", () => {
    const dueAt = new Date(2026, 11, 22, 12).getTime() / 1000;
    expect(said("RecoveryStarted", { actor: account("f"), account: account("b"), chart, dueAt })).toBe(
      "The recovery key of patient 0xaaaa…aaaa began to give the chart to account 0xbbbb…bbbb, at the earliest on 22 Dec 2026",
    );
  });

  it("says which role was given where, and tells giving it up from losing it", () => {
    const role = { account: doctor, role: "DOCTOR", hospital: northfield } as const;
    expect(said("RoleGranted", role)).toBe(
      "Registrar 0xeeee…eeee appointed Dr Lena Hallowell as doctor of Northfield Hospital",
    );
    expect(said("RoleRevoked", role)).toBe(
      "Registrar 0xeeee…eeee ended the appointment of Dr Lena Hallowell as doctor of Northfield Hospital",
    );
    expect(said("RoleRevoked", { ...role, actor: doctor })).toBe(
      "Dr Lena Hallowell gave up being doctor of Northfield Hospital",
    );
    const verifier = { account: account("f"), role: "ATTESTER" } as const;
    expect(said("RoleGrantScheduled", verifier)).toBe(
      "Network administrator 0xeeee…eeee announced account 0xffff…ffff as verifier",
    );
    expect(said("RoleGrantCancelled", verifier)).toBe(
      "Network administrator 0xeeee…eeee called off the announced appointment of account 0xffff…ffff as verifier",
    );
  });

  it("takes the sender for events that do not say who acted", () => {
    expect(said("DefaultAdminTransferCanceled", { actor: null, sender: registrar })).toBe(
      "Account 0xeeee…eeee called the handover of the network off",
    );
    expect(said("HospitalOpened", { actor: registrar, hospital: { id: 7, name: "" } })).toBe(
      "Network administrator 0xeeee…eeee opened hospital 7",
    );
  });

  it.each(eventNames)("has a sentence for %s, whatever it refers to", (name) => {
    expect(said(name)).toMatch(/\w+ \w+/);
    expect(said(name)).not.toMatch(/undefined|null|NaN/);
  });

  it("leads from every name to its history", () => {
    const links = eventSentence(event("ReportAdded", { actor: doctor, chart, report })).flatMap((part) =>
      typeof part === "object" && "href" in part ? [part.href] : [],
    );
    expect(links).toEqual([
      `/audit/account/${doctor.address}`,
      `/audit/report/${report}`,
      `/audit/account/${patient.address}`,
    ]);
  });
});

describe("the groups of events", () => {
  it("hold every event once", () => {
    expect(Object.values(eventGroups).flat().toSorted()).toEqual(eventNames.toSorted());
  });
});
