import { m } from "#messages";
import { list } from "./facts.ts";
import { all, one, text, type Json } from "./fhirJson.ts";
import { choice, concept, range, type Resolve } from "./fhirValues.ts";

export function observationValue(from: Json, resolve: Resolve): string {
  const value = choice(from, "value", resolve);
  const reason = concept(one(from, "dataAbsentReason"));
  return value || (reason && m.fhir_result_no_value({ reason }));
}

export function referenceRange(from: Json): string {
  return list(all(from, "referenceRange"), (each) => text(each, "text") || range(each), "; ");
}
