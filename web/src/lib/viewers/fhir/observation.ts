import { list } from "./facts.ts";
import { all, one, text, type Json } from "./fhirJson.ts";
import { choice, concept, range, type Resolve } from "./fhirValues.ts";

export function observationValue(from: Json, resolve: Resolve): string {
  const value = choice(from, "value", resolve);
  return value || (concept(one(from, "dataAbsentReason")) && `no value: ${concept(one(from, "dataAbsentReason"))}`);
}

export function referenceRange(from: Json): string {
  return list(all(from, "referenceRange"), (each) => text(each, "text") || range(each), "; ");
}
