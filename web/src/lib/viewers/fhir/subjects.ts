import type { NamedPerson } from "../../documents/samePerson.ts";
import { all, isResource, one, parseFhir, text, type Json, type Resource } from "./fhirJson.ts";
import { humanName, resolver } from "./fhirValues.ts";

/**
 * Whom a FHIR document says it is about: the subject of its Composition; without one every Patient in it, or else whom its resources
 * point to by name. Empty where it names nobody.
 */
export function subjectsOf(bytes: Uint8Array): NamedPerson[] {
  let root: Resource;
  try {
    root = parseFhir(bytes);
  } catch {
    return [];
  }
  const bundle = root.resourceType === "Bundle" ? root : undefined;
  const resources = bundle
    ? all(bundle, "entry")
        .map((entry) => one(entry, "resource"))
        .filter(isResource)
    : [root];
  const subjectOf = (resource: Resource) => {
    const pointer = one(resource, "subject") ?? one(resource, "patient");
    return named(resolver(bundle, resource)(pointer), pointer);
  };
  const composition = resources.find(({ resourceType }) => resourceType === "Composition");
  const whole = composition ? subjectOf(composition) : [];
  if (whole.length > 0) return whole;
  const patients = resources
    .filter(({ resourceType }) => resourceType === "Patient")
    .flatMap((each) => named(each, undefined));
  return patients.length > 0 ? patients : resources.flatMap(subjectOf);
}

function named(patient: Resource | undefined, pointer: Json | undefined): NamedPerson[] {
  // Samples and things are subjects, too.
  if (patient && patient.resourceType !== "Patient") return [];
  if (!patient && /^(?!Patient)[A-Z]\w+\//.test(text(pointer, "reference"))) return [];
  const name = humanName(nameOf(patient)) || text(pointer, "display");
  return name === "" ? [] : [{ name, born: text(patient, "birthDate") }];
}

/** The one in use, of several (hl7.org/fhir/R4/valueset-name-use.html). */
function nameOf(patient: Resource | undefined): Json | undefined {
  const names = all(patient, "name");
  const use = (wanted: string) => names.find((name) => text(name, "use") === wanted);
  return (
    use("official") ?? use("usual") ?? names.find((name) => !["old", "maiden"].includes(text(name, "use"))) ?? names[0]
  );
}
