import FhirValidator from "@asymmetrik/fhir-json-schema-validator";
import { describe, expect, it } from "vitest";
import type { AuditEvent, KnownAccount } from "#lib/history/auditEvents.ts";
import { sampleNetwork as network } from "#lib/network/sampleNetwork.ts";
import { eventNames } from "../eventKinds.ts";
import { EVENT_COLUMNS } from "./eventRow.ts";
import { eventsAsCsv } from "./eventsAsCsv.ts";
import { eventsAsFhir } from "./eventsAsFhir.ts";
import { eventsAsNdjson } from "./eventsAsNdjson.ts";
import { fhirAuditEvent } from "./fhirAuditEvent.ts";
import { fhirProvenance } from "./fhirProvenance.ts";

const NOW = Date.UTC(2026, 10, 25);

const account = (digit: string, name: string | null = null): KnownAccount => ({
  address: `0x${digit.repeat(40)}`,
  name,
  isPatient: false,
});
const patient = account("a");
const doctor = account("d", "Dr Lena Hallowell");
const chart = { id: `0x${"c".repeat(40)}` as const, holder: patient.address, formerHolders: [] };
const report = `0x${"c".repeat(64)}` as const;
const grant = { expiry: 1_797_000_000, purpose: "TREAT" } as const;

/** One event of every name, with all that any event has. */
const events: AuditEvent[] = eventNames.map((name, index) => ({
  id: `0x${index.toString(16).padStart(24, "0")}`,
  name,
  actor: index % 3 === 0 ? null : patient,
  sender: index % 2 === 0 ? patient : account("e"),
  account: doctor,
  chart,
  report: /Report|Consent|Remark/.test(name) ? report : null,
  hospital: { id: 1, name: index % 2 === 0 ? "Northfield Hospital" : "" },
  role: "DOCTOR",
  grant: /Consent(Granted|Stopped)|Everything/.test(name) ? grant : null,
  requestedFor: name === "ConsentRequested" ? "HRESCH" : null,
  isNewLock: false,
  reason: name === "ReportRetracted" ? "DUPLICATE" : null,
  replaced: account("f"),
  dueAt: 1_796_000_000,
  block: 100 + index,
  timestamp: 1_795_000_000 + index,
  transaction: `0x${"9".repeat(64)}`,
}));
const granted = events.find(({ name }) => name === "ConsentGranted")!;

describe("what an auditor saves as CSV", () => {
  const lines = eventsAsCsv(events).split("\r\n");

  it("is a line of names and one line for each event that is shown", () => {
    expect(lines[0]).toBe(EVENT_COLUMNS.join(","));
    expect(lines).toHaveLength(events.length + 2);
    expect(lines.at(-1)).toBe("");
  });

  it("says what the screen says", () => {
    const line = lines.find((each) => each.includes("ConsentGranted"))!;
    expect(line).toContain("Dr Lena Hallowell");
    expect(line).toContain(`,${granted.block},${granted.transaction}`);
    expect(line).toContain("2026-12-11T");
  });

  it("tells a new lock on a remark from a remark", () => {
    const remarked = events.find(({ name }) => name === "RemarkAdded")!;
    const [, first, second] = eventsAsCsv([remarked, { ...remarked, isNewLock: true }]).split("\r\n");
    expect([first, second].map((line) => line?.split(",")[3])).toEqual(["false", "true"]);
  });

  it("quotes what would break a line, and lets no name become a formula", () => {
    const name = '=HYPERLINK("https://evil.example"),\nDr';
    const [, line] = eventsAsCsv([{ ...granted, account: { ...doctor, name } }]).split("\r\n");
    expect(line).toContain(`"'=HYPERLINK(""https://evil.example""),\nDr"`);
  });
});

describe("what an auditor saves as NDJSON", () => {
  it("is one object a line, each with every column", () => {
    const rows = eventsAsNdjson(events)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.map(({ event }) => event)).toEqual(eventNames);
    for (const row of rows) expect(Object.keys(row)).toEqual([...EVENT_COLUMNS]);
  });
});

describe("what an auditor saves as FHIR R4", () => {
  const validator = new FhirValidator();
  // All that ajv says, as it says it: asking for less would compile the schema anew.
  const problemsOf = (resource: object) => validator.validate(JSON.parse(JSON.stringify(resource)), true);
  const bundle = eventsAsFhir(events, network, NOW);
  const resources = bundle.entry.map(({ resource }) => resource as Record<string, unknown> & { resourceType: string });
  const all = (type: string) => resources.filter(({ resourceType }) => resourceType === type);

  it("is valid against HL7's own schema, whole and resource by resource", () => {
    expect(problemsOf(bundle)).toEqual([]);
    for (const resource of resources) {
      expect(problemsOf(resource), resource.resourceType).toEqual([]);
    }
  });

  it("would not be valid without what the schema asks for", () => {
    const [consent] = all("Consent");
    const { scope: _, ...without } = consent!;
    expect(problemsOf(without)).not.toEqual([]);
    const [event] = all("AuditEvent");
    expect(problemsOf({ ...event!, recorded: "yesterday" })).not.toEqual([]);
  });

  it("says of a new lock on a remark that it changes what is there, and adds nothing", () => {
    const remarked = events.find(({ name }) => name === "RemarkAdded")!;
    const said = [false, true].map((isNewLock) => fhirProvenance({ ...remarked, isNewLock }, network)?.activity);
    expect(said.map((activity) => activity?.coding[0]?.code)).toEqual(["APPEND", "UPDATE"]);
    const audited = [false, true].map((isNewLock) => fhirAuditEvent({ ...remarked, isNewLock }, network));
    expect(audited.map(({ action }) => action)).toEqual(["C", "U"]);
  });

  it("holds an AuditEvent for each event, a Consent for each decision, a Provenance for each change of a report", () => {
    expect(all("AuditEvent")).toHaveLength(events.length);
    expect(all("Consent").map(({ status }) => status)).toEqual([
      "proposed",
      "rejected",
      "active",
      "active",
      "inactive",
      "inactive",
    ]);
    expect(all("Provenance")).toHaveLength(6);
    expect(new Set(bundle.entry.map(({ fullUrl }) => fullUrl)).size).toBe(bundle.entry.length);
  });

  it("says who may read what, what for and until when", () => {
    const consent = all("Consent").find(({ id }) => id === `consent-${granted.id.slice(2)}`)!;
    expect(consent).toMatchObject({
      status: "active",
      patient: { identifier: { value: chart.id } },
      provision: {
        type: "permit",
        period: { end: new Date(grant.expiry * 1000).toISOString() },
        purpose: [{ code: "TREAT" }],
        actor: [{ reference: { display: "Dr Lena Hallowell" } }],
        data: [{ reference: { identifier: { value: report } } }],
      },
    });
  });
});
