import { dosage } from "./dosage.ts";
import { all, isObject, one, text, type Json, type Resource } from "./fhirJson.ts";
import {
  address,
  annotation,
  choice,
  concept,
  contact,
  date,
  humanName,
  identifier,
  nameOf,
  period,
  quantity,
  range,
  reference,
  type Resolve,
} from "./fhirValues.ts";

export interface Fact {
  label: string;
  value: string;
}

/** What a status or an interpretation means for the reader; amber asks to look, red says that it does not count. */
export interface Mark {
  tone: "plain" | "info" | "success" | "warning" | "danger";
  text: string;
}

export interface Description {
  /** What kind of entry this is, in words */
  kind: string;
  title: string;
  marks: Mark[];
  facts: Fact[];
  /** False when this type has no view of its own: the whole entry is then shown as it stands */
  known: boolean;
}

type Facts = (resource: Resource, resolve: Resolve) => (Fact | undefined)[];

const fact = (label: string, value: string): Fact | undefined => (value ? { label, value } : undefined);
const list = (values: readonly Json[], write: (value: Json) => string, between = ", ") =>
  values.map(write).filter(Boolean).join(between);
const notes = (resource: Resource) => fact("Note", list(all(resource, "note"), annotation, " "));

const views: Readonly<Record<string, { kind: string; facts: Facts }>> = {
  Patient: {
    kind: "Patient",
    facts: (resource) => [
      fact("Other names", list(all(resource, "name").slice(1), humanName)),
      fact("Born", date(one(resource, "birthDate"))),
      fact("Gender on record", text(resource, "gender")),
      fact(
        "Died",
        choice(resource, "deceased", () => undefined),
      ),
      fact("Address", list(all(resource, "address"), address, "; ")),
      fact("Contact", list(all(resource, "telecom"), contact)),
      fact("Numbers", list(all(resource, "identifier"), identifier)),
      fact(
        "Languages",
        list(all(resource, "communication"), (each) => concept(one(each, "language"))),
      ),
    ],
  },
  MedicationRequest: {
    kind: "Prescription",
    facts: (resource, resolve) => [
      ...all(resource, "dosageInstruction").map((each, index, every) =>
        fact(every.length > 1 ? `How to take, ${index + 1}` : "How to take", dosage(each)),
      ),
      fact("Amount", quantity(one(one(resource, "dispenseRequest"), "quantity"))),
      fact("Lasts", quantity(one(one(resource, "dispenseRequest"), "expectedSupplyDuration"))),
      fact("Repeats", text(one(resource, "dispenseRequest"), "numberOfRepeatsAllowed")),
      fact("Valid", period(one(one(resource, "dispenseRequest"), "validityPeriod"))),
      fact("Replacing it", choice(one(resource, "substitution"), "allowed", resolve)),
      fact(
        "Because of",
        list(all(resource, "reasonCode"), concept) ||
          list(all(resource, "reasonReference"), (each) => reference(each, resolve)),
      ),
      fact("Prescribed", date(one(resource, "authoredOn"))),
      fact("By", reference(one(resource, "requester"), resolve)),
      fact("For", reference(one(resource, "subject"), resolve)),
      notes(resource),
    ],
  },
  MedicationStatement: {
    kind: "Medicine taken",
    facts: (resource, resolve) => [
      fact("How it is taken", list(all(resource, "dosage"), dosage, "; ")),
      fact("When", choice(resource, "effective", resolve)),
      fact("Because of", list(all(resource, "reasonCode"), concept)),
      fact("Said by", reference(one(resource, "informationSource"), resolve)),
      fact("Recorded", date(one(resource, "dateAsserted"))),
      notes(resource),
    ],
  },
  Medication: {
    kind: "Medicine",
    facts: (resource, resolve) => [
      fact("Form", concept(one(resource, "form"))),
      fact(
        "Contains",
        list(all(resource, "ingredient"), (each) =>
          [
            choice(each, "item", resolve),
            [quantity(one(one(each, "strength"), "numerator")), quantity(one(one(each, "strength"), "denominator"))]
              .filter(Boolean)
              .join(" per "),
          ]
            .filter(Boolean)
            .join(" "),
        ),
      ),
      fact("Batch", text(one(resource, "batch"), "lotNumber")),
    ],
  },
  Condition: {
    kind: "Problem",
    facts: (resource, resolve) => [
      fact("Severity", concept(one(resource, "severity"))),
      fact("Since", choice(resource, "onset", resolve)),
      fact("Ended", choice(resource, "abatement", resolve)),
      fact("Where", list(all(resource, "bodySite"), concept)),
      fact("Recorded", date(one(resource, "recordedDate"))),
      fact("By", reference(one(resource, "recorder"), resolve) || reference(one(resource, "asserter"), resolve)),
      notes(resource),
    ],
  },
  AllergyIntolerance: {
    kind: "Allergy",
    facts: (resource, resolve) => [
      fact(
        "Kind",
        [text(resource, "type"), list(all(resource, "category"), (each) => (typeof each === "string" ? each : ""))]
          .filter(Boolean)
          .join(", "),
      ),
      fact(
        "Reaction",
        list(
          all(resource, "reaction"),
          (each) =>
            [list(all(each, "manifestation"), concept), text(each, "severity"), text(each, "description")]
              .filter(Boolean)
              .join(", "),
          "; ",
        ),
      ),
      fact("Since", choice(resource, "onset", resolve)),
      fact("Last time", date(one(resource, "lastOccurrence"))),
      fact("Recorded", date(one(resource, "recordedDate"))),
      notes(resource),
    ],
  },
  Immunization: {
    kind: "Vaccination",
    facts: (resource, resolve) => [
      fact("Given", choice(resource, "occurrence", resolve)),
      fact("Why not", concept(one(resource, "statusReason"))),
      fact("Dose", quantity(one(resource, "doseQuantity"))),
      fact(
        "Number in series",
        list(all(resource, "protocolApplied"), (each) =>
          [choice(each, "doseNumber", resolve), choice(each, "seriesDoses", resolve)].filter(Boolean).join(" of "),
        ),
      ),
      fact(
        "Against",
        list(all(resource, "protocolApplied"), (each) => list(all(each, "targetDisease"), concept)),
      ),
      fact("Batch", text(resource, "lotNumber")),
      fact("Usable until", date(one(resource, "expirationDate"))),
      fact("Maker", reference(one(resource, "manufacturer"), resolve)),
      fact(
        "Where",
        [concept(one(resource, "site")), reference(one(resource, "location"), resolve)].filter(Boolean).join(", "),
      ),
      fact(
        "By",
        list(all(resource, "performer"), (each) => reference(one(each, "actor"), resolve)),
      ),
      notes(resource),
    ],
  },
  Observation: {
    kind: "Result",
    facts: (resource, resolve) => [
      fact("Result", observationValue(resource, resolve)),
      fact("Usual", referenceRange(resource)),
      ...all(resource, "component").map((each) =>
        fact(
          concept(one(each, "code")),
          [
            observationValue(each, resolve),
            list(all(each, "interpretation"), concept),
            referenceRange(each) && `usual ${referenceRange(each)}`,
          ]
            .filter(Boolean)
            .join(", "),
        ),
      ),
      fact("Measured", choice(resource, "effective", resolve)),
      fact("How", concept(one(resource, "method"))),
      fact("Where", concept(one(resource, "bodySite"))),
      fact(
        "By",
        list(all(resource, "performer"), (each) => reference(each, resolve)),
      ),
      notes(resource),
    ],
  },
  DiagnosticReport: {
    kind: "Report",
    facts: (resource, resolve) => [
      fact("Conclusion", text(resource, "conclusion")),
      fact("Coded conclusion", list(all(resource, "conclusionCode"), concept)),
      fact(
        "Results",
        list(all(resource, "result"), (each) => reference(each, resolve)),
      ),
      fact("Examined", choice(resource, "effective", resolve)),
      fact("Issued", date(one(resource, "issued"))),
      fact(
        "By",
        list(all(resource, "performer"), (each) => reference(each, resolve)),
      ),
      fact(
        "Read by",
        list(all(resource, "resultsInterpreter"), (each) => reference(each, resolve)),
      ),
      fact("Field", list(all(resource, "category"), concept)),
      fact(
        "Attached",
        list(all(resource, "presentedForm"), (each) => text(each, "title") || text(each, "contentType")),
      ),
    ],
  },
  Practitioner: {
    kind: "Professional",
    facts: (resource) => [
      fact(
        "Qualified as",
        list(all(resource, "qualification"), (each) => concept(one(each, "code"))),
      ),
      fact("Contact", list(all(resource, "telecom"), contact)),
      fact("Address", list(all(resource, "address"), address, "; ")),
      fact("Numbers", list(all(resource, "identifier"), identifier)),
    ],
  },
  PractitionerRole: {
    kind: "Professional",
    facts: (resource, resolve) => [
      fact("Who", reference(one(resource, "practitioner"), resolve)),
      fact("At", reference(one(resource, "organization"), resolve)),
      fact("As", list(all(resource, "code"), concept)),
      fact("Field", list(all(resource, "specialty"), concept)),
    ],
  },
  Organization: {
    kind: "Organisation",
    facts: (resource) => [
      fact("Contact", list(all(resource, "telecom"), contact)),
      fact("Address", list(all(resource, "address"), address, "; ")),
      fact("Numbers", list(all(resource, "identifier"), identifier)),
    ],
  },
  Composition: {
    kind: "Document",
    facts: (resource, resolve) => [
      fact("About", reference(one(resource, "subject"), resolve)),
      fact("Written", date(one(resource, "date"))),
      fact(
        "By",
        list(all(resource, "author"), (each) => reference(each, resolve)),
      ),
      fact("Kept by", reference(one(resource, "custodian"), resolve)),
      fact(
        "Sections",
        list(all(resource, "section"), (each) => text(each, "title") || concept(one(each, "code"))),
      ),
    ],
  },
};

/**
 * Puts a resource into words. Statuses that change what an entry means are marks, beside its title: a refuted problem or
 * a vaccination that was not given must never read like the thing itself (FHIR R4, isModifier).
 */
export function describeResource(resource: Resource, resolve: Resolve): Description {
  const view = views[resource.resourceType];
  const title = titleOf(resource, resolve);
  const marks = marksOf(resource);
  if (!view)
    return { kind: resource.resourceType, title: title || resource.resourceType, marks, facts: [], known: false };
  return {
    kind: view.kind,
    title: title || view.kind,
    marks,
    facts: view.facts(resource, resolve).filter((each) => each !== undefined),
    known: true,
  };
}

function titleOf(resource: Resource, resolve: Resolve): string {
  if (resource.resourceType === "MedicationRequest" || resource.resourceType === "MedicationStatement") {
    return choice(resource, "medication", resolve);
  }
  return nameOf(resource);
}

export function observationValue(from: Json, resolve: Resolve): string {
  const value = choice(from, "value", resolve);
  return value || (concept(one(from, "dataAbsentReason")) && `no value: ${concept(one(from, "dataAbsentReason"))}`);
}

export function referenceRange(from: Json): string {
  return list(all(from, "referenceRange"), (each) => text(each, "text") || range(each), "; ");
}

/** hl7.org/fhir/R4/valueset-observation-interpretation.html; medical values are amber, never red. */
const interpretations: Readonly<Record<string, Mark>> = {
  N: { tone: "success", text: "Usual" },
  H: { tone: "warning", text: "Above usual" },
  HH: { tone: "warning", text: "Far above usual" },
  HU: { tone: "warning", text: "Far above usual" },
  L: { tone: "warning", text: "Below usual" },
  LL: { tone: "warning", text: "Far below usual" },
  LU: { tone: "warning", text: "Far below usual" },
  A: { tone: "warning", text: "Unusual" },
  AA: { tone: "warning", text: "Very unusual" },
  NEG: { tone: "plain", text: "Negative" },
  POS: { tone: "plain", text: "Positive" },
  DET: { tone: "plain", text: "Found" },
  ND: { tone: "plain", text: "Not found" },
};

function interpretationMarks(from: Json): Mark[] {
  return all(from, "interpretation").flatMap((each) => {
    const code = all(each, "coding")
      .map((one) => text(one, "code"))
      .find((code) => interpretations[code]);
    const known = code === undefined ? undefined : interpretations[code];
    const written = concept(each);
    return known ? [known] : written ? [{ tone: "plain" as const, text: written }] : [];
  });
}

/** Statuses under which an entry is what it seems; every other one is written beside the title. */
const ordinary = new Set(["active", "final", "completed", "current", "confirmed"]);
const ended = new Set([
  "entered-in-error",
  "cancelled",
  "stopped",
  "not-done",
  "refuted",
  "revoked",
  "inactive",
  "resolved",
]);
const words: Readonly<Record<string, string>> = {
  "entered-in-error": "Entered in error",
  "not-done": "Not given",
  "on-hold": "On hold",
  "not-taken": "Not taken",
  refuted: "Refuted",
};

function marksOf(resource: Resource): Mark[] {
  const statuses = [
    text(resource, "status"),
    ...["clinicalStatus", "verificationStatus"].map(
      (name) => text(one(one(resource, name), "coding"), "code") || concept(one(resource, name)),
    ),
  ];
  const marks: Mark[] = statuses
    .filter((status) => status && !ordinary.has(status))
    .map((status) => ({
      tone:
        status === "entered-in-error" || status === "not-done" || status === "refuted"
          ? "danger"
          : ended.has(status)
            ? "warning"
            : "info",
      text: words[status] ?? status.charAt(0).toUpperCase() + status.slice(1).replaceAll("-", " "),
    }));
  if (text(resource, "doNotPerform") === "yes") marks.unshift({ tone: "danger", text: "Do not give" });
  if (text(resource, "criticality") === "high") marks.push({ tone: "warning", text: "Can be dangerous" });
  if (
    resource.resourceType === "MedicationRequest" &&
    !["order", "original-order", ""].includes(text(resource, "intent"))
  ) {
    marks.push({ tone: "info", text: `A ${text(resource, "intent").replaceAll("-", " ")}, not an order` });
  }
  marks.push(...interpretationMarks(resource));
  if (hasModifier(resource))
    marks.push({ tone: "danger", text: "Has a condition we cannot read: see everything below" });
  return marks;
}

/** An extension that changes the meaning of what it stands in; whoever does not know it must not pretend to. */
function hasModifier(value: Json): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).some(hasModifier);
  if (!isObject(value)) return false;
  return Object.entries(value).some(
    ([name, inner]) => name === "modifierExtension" || (name !== "contained" && hasModifier(inner)),
  );
}
