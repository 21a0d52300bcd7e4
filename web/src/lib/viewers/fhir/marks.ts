import { m } from "#messages";
import { codeWords } from "./codeWords.ts";
import { all, isObject, one, text, type Json, type Resource } from "./fhirJson.ts";
import { concept } from "./fhirValues.ts";

/** What a status or an interpretation means for the reader; amber asks to look, red says that it does not count. */
export interface Mark {
  tone: "plain" | "info" | "success" | "warning" | "danger";
  text: string;
}

/** hl7.org/fhir/R4/valueset-observation-interpretation.html; medical values are amber, never red. */
const interpretations: Readonly<Record<string, Mark>> = {
  N: { tone: "success", text: m.fhir_mark_usual() },
  H: { tone: "warning", text: m.fhir_mark_above_usual() },
  HH: { tone: "warning", text: m.fhir_mark_far_above_usual() },
  HU: { tone: "warning", text: m.fhir_mark_far_above_usual() },
  L: { tone: "warning", text: m.fhir_mark_below_usual() },
  LL: { tone: "warning", text: m.fhir_mark_far_below_usual() },
  LU: { tone: "warning", text: m.fhir_mark_far_below_usual() },
  A: { tone: "warning", text: m.fhir_mark_unusual() },
  AA: { tone: "warning", text: m.fhir_mark_very_unusual() },
  NEG: { tone: "plain", text: m.fhir_mark_negative() },
  POS: { tone: "plain", text: m.fhir_mark_positive() },
  DET: { tone: "plain", text: m.fhir_mark_found() },
  ND: { tone: "plain", text: m.fhir_mark_not_found() },
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
/** Intents of what nobody has ordered (hl7.org/fhir/R4/valueset-request-intent.html). */
const withoutOrder = new Set(["proposal", "plan", "directive", "option"]);
/** Whether an entry that would read like an order is none. A pharmacy is to act on a prescription alone, not on an order that follows it. */
function isNoOrder({ resourceType }: Resource, intent: string): boolean {
  if (resourceType === "MedicationRequest") return !["order", "original-order", ""].includes(intent);
  return ["ServiceRequest", "NutritionOrder"].includes(resourceType) && withoutOrder.has(intent);
}
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
      text: status === "not-done" && isGiven(resource) ? m.fhir_mark_not_given() : codeWords(status),
    }));
  if (text(resource, "doNotPerform") === "yes") marks.unshift({ tone: "danger", text: m.fhir_mark_do_not_give() });
  if (text(resource, "criticality") === "high") marks.push({ tone: "warning", text: m.fhir_mark_can_be_dangerous() });
  const intent = text(resource, "intent");
  if (isNoOrder(resource, intent)) {
    const words = intent.replaceAll("-", " ");
    marks.push({ tone: "info", text: m.fhir_mark_not_an_order({ intent, words }) });
  }
  marks.push(...interpretationMarks(resource));
  if (hasModifier(resource)) marks.push({ tone: "danger", text: m.fhir_mark_unread_condition() });
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
