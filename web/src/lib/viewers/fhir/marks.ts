import { codeWords } from "./facts.ts";
import { all, isObject, one, text, type Json, type Resource } from "./fhirJson.ts";
import { concept } from "./fhirValues.ts";

/** What a status or an interpretation means for the reader; amber asks to look, red says that it does not count. */
export interface Mark {
  tone: "plain" | "info" | "success" | "warning" | "danger";
  text: string;
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
const ordinary = new Set(["active", "final", "completed", "current", "confirmed", "finished", "available"]);
const ended = new Set([
  "entered-in-error",
  "cancelled",
  "stopped",
  "not-done",
  "refuted",
  "revoked",
  "inactive",
  "resolved",
  "rejected",
]);
const words: Readonly<Record<string, string>> = {
  "entered-in-error": "Entered in error",
  "not-done": "Not done",
  "on-hold": "On hold",
  "not-taken": "Not taken",
  refuted: "Refuted",
};

/** What is given to somebody, rather than done. */
const isGiven = ({ resourceType }: Resource) => ["Immunization", "MedicationAdministration"].includes(resourceType);

export function marksOf(resource: Resource): Mark[] {
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
      text: status === "not-done" && isGiven(resource) ? "Not given" : (words[status] ?? codeWords(status)),
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
