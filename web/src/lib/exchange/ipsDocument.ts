import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { all, isResource, one, text, type Json, type Resource } from "../viewers/fhir/fhirJson.ts";
import { nameOf } from "../viewers/fhir/fhirValues.ts";
import { documentReference } from "./documentReference.ts";
import { parseExactly } from "./exactJson.ts";
import { IPS_SECTIONS } from "./ipsSections.ts";
import { newUrl } from "./newUrl.ts";
import { namedResources, pointersIn, reaching, withPointers, type Named } from "./references.ts";

/** A report that goes into a summary: its newest version, opened. */
export interface SummaryReport {
  report: string;
  metadata: ReportMetadata;
  /** The document where it is FHIR in JSON; null for any other, which is only named */
  json: string | null;
}

export interface Summary {
  /** A FHIR R4 document Bundle, as text */
  json: string;
  /** Entries taken from the patient's own health records */
  taken: number;
  /** Reports that are only named */
  named: number;
}

/** What cannot be in a summary beside its own, or stands only for a record that was taken apart. */
const leftBehind = new Set(["Composition", "Patient", "Bundle", "OperationOutcome"]);

/**
 * A chart as an International Patient Summary (HL7 IPS 1.1): what the patient's own health records hold, under the sections they had it
 * in, or those of its kind; and every other report by its name. Nothing is judged, merged or left out as old: the same entry is there
 * once, and two that differ, or lead to what differs, are both there.
 *
 * @param profile The patient's own details as FHIR Patient; null where there are none
 * @param now Milliseconds since 1970
 */
export function ipsDocument(
  chart: string,
  profile: string | null,
  reports: readonly SummaryReport[],
  now: number,
): Summary {
  const read = reports.map((report) => ({ report, record: recordIn(report.json) }));
  const patientUrl = newUrl();
  const own = resourceIn(profile);
  const records = read.flatMap(({ record }) => record ?? []);
  const { patient: recorded, entries, sections } = gathered(records, patientUrl);
  const patient = own?.resourceType === "Patient" ? own : recorded;
  const others = read
    .filter(({ record }) => record === null)
    // The file itself stays in the chart.
    .map(({ report: { report, metadata } }) => ({
      url: newUrl(),
      resource: documentReference(report, metadata, { subject: { reference: patientUrl } }, {}),
    }));
  const at = new Date(now).toISOString();

  const composition = {
    resourceType: "Composition",
    status: "final",
    type: { coding: [{ system: LOINC, code: "60591-5", display: "Patient summary Document" }] },
    subject: { reference: patientUrl },
    date: at,
    author: [{ reference: patientUrl }],
    title: "Patient summary",
    section: [
      ...IPS_SECTIONS.flatMap(({ code, display, title, required }) => {
        const members = sections.get(code) ?? [];
        if (members.length === 0 && !required) return [];
        return [{ title, code: { coding: [{ system: LOINC, code, display }] }, ...contents(members) }];
      }),
      ...(others.length > 0 ? [{ title: "Other documents", ...contents(others) }] : []),
    ],
  };
  const bundle = {
    resourceType: "Bundle",
    identifier: { system: "urn:ietf:rfc:3986", value: newUrl() },
    type: "document",
    timestamp: at,
    entry: [
      { fullUrl: newUrl(), resource: composition },
      { fullUrl: patientUrl, resource: summaryPatient(patient, chart) },
      ...[...entries, ...others].map(({ url, resource }) => ({ fullUrl: url, resource })),
    ],
  };
  return { json: `${JSON.stringify(bundle, null, 2)}\n`, taken: entries.length, named: others.length };
}

const LOINC = "http://loinc.org";
const isPatient = ({ resource }: Named) => resource.resourceType === "Patient";

/** A health record of the patient, with the sections its author put things in. */
interface OwnRecord {
  named: Named[];
  sections: { code: string; pointers: string[] }[];
}

interface Placed {
  url: string;
  resource: Resource;
}

function resourceIn(json: string | null): Resource | null {
  if (json === null) return null;
  try {
    const parsed = parseExactly(json) as Json;
    return isResource(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** Null for what holds nothing that a summary could take: it is named instead. */
function recordIn(json: string | null): OwnRecord | null {
  const root = resourceIn(json);
  if (!root) return null;
  const named = root.resourceType === "Bundle" ? namedResources(root) : [{ resource: root, names: [] }];
  if (!named.some(({ resource }) => !leftBehind.has(resource.resourceType))) return null;
  const compositions = named.filter(({ resource }) => resource.resourceType === "Composition");
  return { named, sections: compositions.flatMap(({ resource }) => all(resource, "section").flatMap(sectionCodes)) };
}

function sectionCodes(section: Json): OwnRecord["sections"] {
  const codes = all(one(section, "code"), "coding").map((coding) => text(coding, "code"));
  const pointers = all(section, "entry").map((entry) => text(entry, "reference"));
  return [...codes.map((code) => ({ code, pointers })), ...all(section, "section").flatMap(sectionCodes)];
}

interface Gathered {
  /** The first whom a record names; undefined where none does */
  patient: Resource | undefined;
  entries: Placed[];
  /** By LOINC code */
  sections: Map<string, Placed[]>;
}

function gathered(records: readonly OwnRecord[], patientUrl: string): Gathered {
  let patient: Resource | undefined;
  const entries: Placed[] = [];
  const sections = new Map<string, Placed[]>();
  const known = new Map<string, Placed>();
  const markIn = marking();
  for (const { named, sections: written } of records) {
    const kept = named.filter(({ resource }) => !leftBehind.has(resource.resourceType));
    const mark = markIn(named);
    const places = kept.map((each) => {
      const same = mark(each);
      const placed = known.get(same) ?? { url: newUrl(), resource: each.resource };
      const isNew = !known.has(same);
      known.set(same, placed);
      return { ...each, placed, isNew };
    });
    const moved = new Map([
      ...named.filter(isPatient).flatMap(({ names }) => names.map((name) => [name, patientUrl] as const)),
      ...places.flatMap(({ names, placed }) => names.map((name) => [name, placed.url] as const)),
    ]);
    const about = named.find(isPatient)?.resource;
    patient ??= about && withPointers(about, moved);
    for (const { names, resource, placed, isNew } of places) {
      if (!isNew) continue;
      placed.resource = withPointers(resource, moved);
      entries.push(placed);
      const bySection = IPS_SECTIONS.find(({ code }) =>
        written.some((each) => each.code === code && each.pointers.some((pointer) => names.includes(pointer))),
      );
      const section = bySection ?? IPS_SECTIONS.find(({ takes }) => takes(resource));
      if (section) sections.set(section.code, [...(sections.get(section.code) ?? []), placed]);
    }
  }
  return { patient, entries, sections };
}

/**
 * A mark for each entry of a record: the same in another record when the entry is the same there with everything it leads to. "1" can
 * name one medicine in one record and another in the next. The patient is one in all of them.
 */
function marking(): (named: readonly Named[]) => (each: Named) => string {
  const numbers = new Map<string, number>();
  const numberOf = (written: string) => {
    const number = numbers.get(written) ?? numbers.size;
    numbers.set(written, number);
    return number;
  };
  let record = 0;
  return (named) => {
    const own = record++;
    const reach = reaching(named, isPatient);
    const numberIn = new Map(named.map((each) => [each, numberOf(JSON.stringify([each.resource, each.names]))]));
    return (each) => {
      const pointers = pointersIn(each.resource);
      if (pointers.length === 0) return `alone ${numberOf(JSON.stringify(each.resource))}`;
      const { found, lost } = reach(pointers);
      const inside = [...found].map((other) => numberIn.get(other) ?? -1).toSorted((a, b) => a - b);
      return [numberIn.get(each), ...inside, lost.some(isOfItsRecord) && `record ${own}`].join(" ");
    };
  };
}

/** Leads to something else in another record: neither a whole address nor a part of the entry itself. */
const isOfItsRecord = (pointer: string) => !/^([a-z][a-z\d+.-]*:|#|Patient\/)/i.test(pointer);

/** FHIR R4: a section holds entries or says why not, and its words say the same to a reader. */
function contents(members: readonly Placed[]) {
  if (members.length === 0) {
    return {
      text: narrative(["No information is available."]),
      emptyReason: {
        coding: [
          {
            system: "http://terminology.hl7.org/CodeSystem/list-empty-reason",
            code: "unavailable",
            display: "Unavailable",
          },
        ],
      },
    };
  }
  return {
    text: narrative(
      members.map(({ resource }) => text(resource, "description") || nameOf(resource) || resource.resourceType),
    ),
    entry: members.map(({ url }) => ({ reference: url })),
  };
}

const narrative = (lines: readonly string[]) => ({
  status: "generated",
  div: `<div xmlns="http://www.w3.org/1999/xhtml"><ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join("")}</ul></div>`,
});

const escaped = (words: string) =>
  words
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");

function summaryPatient(patient: Resource | undefined, chart: string): Resource {
  const identifier = { system: "urn:chartkey:chart", value: chart };
  if (!patient) return { resourceType: "Patient", identifier: [identifier] };
  return { ...patient, identifier: [...all(patient, "identifier"), identifier] };
}
