import { capitalised } from "./codeWords.ts";
import { all, isObject, text, type Json, type Resource } from "./fhirJson.ts";

/** A code of an entry, for those who need it exactly. */
export interface Code {
  id: string;
  /** Which part of the entry it stands in */
  part: string;
  display: string;
  code: string;
  /** The system's name, or its address where no name is known here */
  system: string;
}

/** Names of code systems (hl7.org/fhir/R4/terminologies-systems.html). */
const systems: Readonly<Record<string, string>> = {
  "http://loinc.org": "LOINC",
  "http://snomed.info/sct": "SNOMED CT",
  "http://unitsofmeasure.org": "UCUM",
  "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm",
  "http://www.whocc.no/atc": "ATC",
  "http://hl7.org/fhir/sid/icd-10": "ICD-10",
  "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM",
  "http://hl7.org/fhir/sid/icd-9-cm": "ICD-9-CM",
  "http://hl7.org/fhir/sid/cvx": "CVX",
  "http://hl7.org/fhir/sid/mvx": "MVX",
  "http://hl7.org/fhir/sid/ndc": "NDC",
  "http://www.ama-assn.org/go/cpt": "CPT",
  "urn:iso:std:iso:3166": "ISO 3166",
  "urn:ietf:bcp:47": "BCP 47",
};

const nameOfSystem = (system: string) => {
  const known = systems[system];
  if (known) return known;
  const ofHl7 = /^http:\/\/(?:terminology\.hl7\.org\/CodeSystem|hl7\.org\/fhir)\/(.+)$/.exec(system);
  return ofHl7 ? `HL7 ${ofHl7[1]}` : system;
};

/** Every code that an entry holds with the system it is of, in the order of the file; of contained entries, their own. */
export function codesOf(resource: Resource): Code[] {
  const found: Code[] = [];
  walk(resource, [], found);
  return found;
}

function walk(value: Json, path: readonly string[], found: Code[]): void {
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    items.forEach((each, index) => walk(each, items.length > 1 ? [...path, String(index + 1)] : path, found));
    return;
  }
  if (!isObject(value)) return;
  if (text(value, "code") && text(value, "system")) {
    found.push({
      id: String(found.length),
      part: path.map(partWords).join(" "),
      display: text(value, "display") || text(value, "unit"),
      code: text(value, "code"),
      system: nameOfSystem(text(value, "system")),
    });
  }
  for (const [name, inner] of Object.entries(value)) {
    if (name === "contained") continue;
    walk(inner, name === "coding" && all(value, name).length === 1 ? path : [...path, name], found);
  }
}

const partWords = (name: string, index: number) => {
  const words = name.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return index === 0 ? capitalised(words) : words;
};
