import { all, one, text, type Json, type Resource } from "../viewers/fhir/fhirJson.ts";

export interface IpsSection {
  /** LOINC */
  code: string;
  /** The official name of the code */
  display: string;
  title: string;
  /** A summary has it even when there is nothing to say */
  required?: true;
  /** Resources that belong here where no section of their own document says otherwise */
  takes: (resource: Resource) => boolean;
}

const isA =
  (...types: readonly string[]) =>
  ({ resourceType }: Resource) =>
    types.includes(resourceType);

const hasCategory = (resource: Resource, wanted: string) =>
  all(resource, "category").some((category: Json) => text(one(category, "coding"), "code") === wanted);

const observed = (category: string) => (resource: Resource) =>
  resource.resourceType === "Observation" && hasCategory(resource, category);

const never = () => false;

/** The sections of an International Patient Summary (HL7 IPS 1.1, hl7.org/fhir/uv/ips/STU1.1/StructureDefinition-Composition-uv-ips.html), in its order. */
export const IPS_SECTIONS: readonly IpsSection[] = [
  {
    code: "11450-4",
    display: "Problem list - Reported",
    title: "Problems",
    required: true,
    takes: isA("Condition"),
  },
  {
    code: "48765-2",
    display: "Allergies and adverse reactions Document",
    title: "Allergies and intolerances",
    required: true,
    takes: isA("AllergyIntolerance"),
  },
  {
    code: "10160-0",
    display: "History of Medication use Narrative",
    title: "Medicines",
    required: true,
    takes: isA("MedicationStatement", "MedicationRequest"),
  },
  { code: "11369-6", display: "History of Immunization Narrative", title: "Vaccinations", takes: isA("Immunization") },
  {
    code: "30954-2",
    display: "Relevant diagnostic tests/laboratory data Narrative",
    title: "Results",
    takes: (resource) => resource.resourceType === "DiagnosticReport" || observed("laboratory")(resource),
  },
  { code: "47519-4", display: "History of Procedures Document", title: "Procedures", takes: isA("Procedure") },
  {
    code: "46264-8",
    display: "History of medical device use",
    title: "Medical devices",
    takes: isA("DeviceUseStatement"),
  },
  { code: "42348-3", display: "Advance healthcare directives", title: "Advance directives", takes: isA("Consent") },
  { code: "47420-5", display: "Functional status assessment note", title: "Functional status", takes: never },
  { code: "11348-0", display: "History of Past illness Narrative", title: "Past illnesses", takes: never },
  { code: "10162-6", display: "History of pregnancies Narrative", title: "Pregnancies", takes: never },
  { code: "18776-5", display: "Plan of care note", title: "Plan of care", takes: isA("CarePlan") },
  { code: "29762-2", display: "Social history Narrative", title: "Social history", takes: observed("social-history") },
  { code: "8716-3", display: "Vital signs note", title: "Vital signs", takes: observed("vital-signs") },
];
