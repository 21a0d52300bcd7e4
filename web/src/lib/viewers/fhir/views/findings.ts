import { fact, list, notes, references, type View } from "../facts.ts";
import { all, one, text } from "../fhirJson.ts";
import { choice, concept, date, reference } from "../fhirValues.ts";
import { observationValue, referenceRange } from "../observation.ts";

/** Problems, allergies, results and what was concluded from them. */
export const findings: Readonly<Record<string, View>> = {
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
  ClinicalImpression: {
    kind: "Assessment",
    facts: (resource, resolve) => [
      fact("What it is about", text(resource, "description")),
      fact("Summary", text(resource, "summary")),
      fact(
        "Found",
        list(all(resource, "finding"), (each) =>
          [
            concept(one(each, "itemCodeableConcept")) || reference(one(each, "itemReference"), resolve),
            text(each, "basis"),
          ]
            .filter(Boolean)
            .join(": "),
        ),
      ),
      fact("Problems", references(resource, "problem", resolve)),
      fact("Outlook", list(all(resource, "prognosisCodeableConcept"), concept)),
      fact("When", choice(resource, "effective", resolve)),
      fact("Written", date(one(resource, "date"))),
      fact("By", references(resource, "assessor", resolve)),
      notes(resource),
    ],
  },
  FamilyMemberHistory: {
    kind: "Illness in the family",
    title: (resource) => text(resource, "name") || concept(one(resource, "relationship")),
    facts: (resource, resolve) => [
      fact("Relation", concept(one(resource, "relationship"))),
      fact("Born", choice(resource, "born", resolve)),
      fact("Died", choice(resource, "deceased", resolve)),
      fact(
        "Had",
        list(
          all(resource, "condition"),
          (each) =>
            [concept(one(each, "code")), choice(each, "onset", resolve), concept(one(each, "outcome"))]
              .filter(Boolean)
              .join(", "),
          "; ",
        ),
      ),
      fact("Recorded", date(one(resource, "date"))),
      notes(resource),
    ],
  },
  Specimen: {
    kind: "Sample",
    facts: (resource, resolve) => [
      fact("Taken", choice(one(resource, "collection"), "collected", resolve)),
      fact("From", concept(one(one(resource, "collection"), "bodySite"))),
      fact("By", reference(one(one(resource, "collection"), "collector"), resolve)),
      fact("Received", date(one(resource, "receivedTime"))),
      fact("State", list(all(resource, "condition"), concept)),
      notes(resource),
    ],
  },
  ImagingStudy: {
    kind: "Imaging",
    title: (resource) => text(resource, "description") || list(all(resource, "modality"), concept),
    facts: (resource, resolve) => [
      fact("Started", date(one(resource, "started"))),
      fact("What it shows", text(resource, "description")),
      fact("Taken by", list(all(resource, "modality"), concept)),
      fact("Because of", list(all(resource, "reasonCode"), concept)),
      fact(
        "Series",
        list(
          all(resource, "series"),
          (each) =>
            [
              text(each, "description") || concept(one(each, "modality")),
              concept(one(each, "bodySite")),
              text(each, "numberOfInstances") && `${text(each, "numberOfInstances")} pictures`,
            ]
              .filter(Boolean)
              .join(", "),
          "; ",
        ),
      ),
      fact("Read by", references(resource, "interpreter", resolve)),
      notes(resource),
    ],
  },
  RiskAssessment: {
    kind: "Risk",
    facts: (resource, resolve) => [
      ...all(resource, "prediction").map((each) =>
        fact(
          concept(one(each, "outcome")) || "Outcome",
          [
            choice(each, "probability", resolve),
            concept(one(each, "qualitativeRisk")),
            choice(each, "when", resolve),
            text(each, "rationale"),
          ]
            .filter(Boolean)
            .join(", "),
        ),
      ),
      fact("What can be done", text(resource, "mitigation")),
      fact("When", choice(resource, "occurrence", resolve)),
      fact("By", references(resource, "performer", resolve)),
      notes(resource),
    ],
  },
};
