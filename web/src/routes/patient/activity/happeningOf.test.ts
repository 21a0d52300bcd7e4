import { describe, expect, it } from "vitest";
import { plainPhrase } from "#components/phrase.ts";
import type { AuditEvent, EventName, KnownAccount } from "#lib/history/auditEvents.ts";
import { eventNames } from "../../audit/eventKinds.ts";
import type { PatientDesk } from "../patientDesk.svelte.ts";
import { happeningOf } from "./happeningOf.ts";

const account = (digit: string, rest: Partial<KnownAccount> = {}): KnownAccount => ({
  address: `0x${digit.repeat(40)}`,
  name: null,
  isPatient: false,
  ...rest,
});
const me = account("a", { isPatient: true });
const before = account("b");
const doctor = account("d", { name: "Dr Lena Hallowell" });
const own = { id: "0xcc" as const, holder: me.address, formerHolders: [before.address] };
const another = { id: "0xdd" as const, holder: account("9").address, formerHolders: [] };
const northfield = { id: 1, name: "Northfield Hospital" };

const desk = {
  chart: own.id,
  app: {
    wallet: { account: me.address },
    network: { explorerUrl: null },
    answers: { kindOf: (id: string) => (id === "0xd1" ? "disputed" : null) },
  },
  care: {
    value: {
      care: [
        { hospital: northfield.id, endedAt: 9, acceptedAt: null },
        { hospital: northfield.id, endedAt: 5, acceptedAt: 3 },
      ],
    },
  },
  titleOf: () => "Blood test",
} as unknown as PatientDesk;

const event = (name: EventName, rest: Partial<AuditEvent> = {}): AuditEvent => ({
  id: "0x01",
  name,
  actor: me,
  sender: me,
  account: doctor,
  chart: own,
  report: "0x0e",
  hospital: northfield,
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
const told = (...given: Parameters<typeof event>) => plainPhrase(happeningOf(event(...given), desk).phrase);

describe("what happened to a chart, as its patient reads it", () => {
  it("is theirs also when they did it with a wallet that held the chart before", () => {
    expect(told("CareEnded", { actor: before })).toBe("You left Northfield Hospital.");
    expect(told("CareEnded", { actor: account("e") })).toBe("Northfield Hospital ended your care there.");
    expect(told("ReportAdded", { actor: before })).toBe("You added Blood test.");
    expect(told("ReportAdded", { actor: doctor })).toBe("Dr Lena Hallowell added Blood test.");
  });

  it("tells a request that they took back from a hospital that they left", () => {
    expect(told("CareEnded", { timestamp: 9 })).toBe("You took back your request to Northfield Hospital.");
    expect(told("CareEnded", { timestamp: 5 })).toBe("You left Northfield Hospital.");
  });

  it("tells a stop of theirs from one by their recovery key", () => {
    expect(told("EverythingStopped", { account: doctor })).toBe(
      "You stopped sharing everything with Dr Lena Hallowell.",
    );
    expect(told("EverythingStopped", { actor: account("f"), account: doctor })).toBe(
      "Your recovery key stopped sharing everything with Dr Lena Hallowell.",
    );
  });

  it("tells what the patient says of a report from a remark, once that is open", () => {
    expect(told("RemarkAdded", { id: "0xd1" })).toBe("You disputed Blood test.");
    expect(told("RemarkAdded")).toBe("You wrote a remark on Blood test.");
    expect(told("RemarkAdded", { id: "0xd1", actor: doctor })).toBe("Dr Lena Hallowell wrote a remark on Blood test.");
  });

  it("tells a remark from a new lock on one", () => {
    expect(told("RemarkAdded", { actor: doctor })).toBe("Dr Lena Hallowell wrote a remark on Blood test.");
    expect(told("RemarkAdded", { isNewLock: true })).toBe(
      "You gave a remark on Blood test a new lock. It says what it said.",
    );
  });

  it("is not told as theirs when it is about somebody else's chart, or by somebody else", () => {
    expect(told("ConsentGranted", { actor: account("9"), account: me, chart: another })).not.toContain("You");
    expect(told("RecoveryStarted", { account: me, chart: another })).not.toContain("Your");
    expect(told("KeyPublished", { actor: doctor, account: doctor, chart: null })).toBe(
      "Dr Lena Hallowell published their public key. Sent by account 0xaaaa…aaaa.",
    );
  });

  it.each(eventNames)("has a sentence for %s, whatever it refers to", (name) => {
    for (const rest of [{}, { chart: null, actor: null, report: null, hospital: null }]) {
      expect(told(name, rest)).toMatch(/^[A-Z]\w* .+\.$/);
      expect(told(name, rest)).not.toMatch(/undefined|null|NaN/);
    }
  });
});
