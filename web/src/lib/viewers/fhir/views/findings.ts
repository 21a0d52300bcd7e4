import { m } from "#messages";
import { allergyWords } from "../codeWords.ts";
import { fact, list, notes, references, type View } from "../facts.ts";
import { all, one, text } from "../fhirJson.ts";
import { choice, concept, date, reference } from "../fhirValues.ts";
import { observationValue, referenceRange } from "../observation.ts";

/** Problems, allergies, results and what was concluded from them. */
export const findings: Readonly<Record<string, View>> = {
  Condition: {
    kind: m.fhir_kind_problem(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_severity(), concept(one(resource, "severity"))),
      fact(m.fhir_label_since(), choice(resource, "onset", resolve)),
      fact(m.fhir_label_ended(), choice(resource, "abatement", resolve)),
      fact(m.fhir_label_where(), list(all(resource, "bodySite"), concept)),
      fact(m.fhir_label_recorded(), date(one(resource, "recordedDate"))),
      fact(
        m.fhir_label_by(),
        reference(one(resource, "recorder"), resolve) || reference(one(resource, "asserter"), resolve),
      ),
      notes(resource),
    ],
  },
  AllergyIntolerance: {
    kind: m.fhir_kind_allergy(),
    facts: (resource, resolve) => [
      fact(
        m.fhir_label_kind(),
        [
          allergyWords(text(resource, "type")),
          list(all(resource, "category"), (each) => (typeof each === "string" ? allergyWords(each) : "")),
        ]
          .filter(Boolean)
          .join(", "),
      ),
      fact(
        m.fhir_label_reaction(),
        list(
          all(resource, "reaction"),
          (each) =>
            [list(all(each, "manifestation"), concept), allergyWords(text(each, "severity")), text(each, "description")]
              // Many systems describe it in the same word.
              .filter((part, index, parts) => part !== "" && parts.indexOf(part) === index)
              .join(", "),
          "; ",
        ),
      ),
      fact(m.fhir_label_since(), choice(resource, "onset", resolve)),
      fact(m.fhir_label_last_time(), date(one(resource, "lastOccurrence"))),
      fact(m.fhir_label_recorded(), date(one(resource, "recordedDate"))),
      notes(resource),
    ],
  },
  Observation: {
    kind: m.fhir_kind_result(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_result(), observationValue(resource, resolve)),
      fact(m.fhir_label_usual(), referenceRange(resource)),
      ...all(resource, "component").map((each) =>
        fact(
          concept(one(each, "code")),
          [
            observationValue(each, resolve),
            list(all(each, "interpretation"), concept),
            referenceRange(each) && m.fhir_result_usual({ range: referenceRange(each) }),
          ]
            .filter(Boolean)
            .join(", "),
        ),
      ),
      fact(m.fhir_label_measured(), choice(resource, "effective", resolve)),
      fact(m.fhir_label_how(), concept(one(resource, "method"))),
      fact(m.fhir_label_where(), concept(one(resource, "bodySite"))),
      fact(
        m.fhir_label_by(),
        list(all(resource, "performer"), (each) => reference(each, resolve)),
      ),
      notes(resource),
    ],
  },
  DiagnosticReport: {
    kind: m.fhir_kind_report(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_conclusion(), text(resource, "conclusion")),
      fact(m.fhir_label_coded_conclusion(), list(all(resource, "conclusionCode"), concept)),
      fact(
        m.fhir_label_results(),
        list(all(resource, "result"), (each) => reference(each, resolve)),
      ),
      fact(m.fhir_label_examined(), choice(resource, "effective", resolve)),
      fact(m.fhir_label_issued(), date(one(resource, "issued"))),
      fact(
        m.fhir_label_by(),
        list(all(resource, "performer"), (each) => reference(each, resolve)),
      ),
      fact(
        m.fhir_label_read_by(),
        list(all(resource, "resultsInterpreter"), (each) => reference(each, resolve)),
      ),
      fact(m.fhir_label_field(), list(all(resource, "category"), concept)),
      fact(
        m.fhir_label_attached(),
        list(all(resource, "presentedForm"), (each) => text(each, "title") || text(each, "contentType")),
      ),
    ],
  },
  ClinicalImpression: {
    kind: m.fhir_kind_assessment(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_what_it_is_about(), text(resource, "description")),
      fact(m.fhir_label_summary(), text(resource, "summary")),
      fact(
        m.fhir_label_found(),
        list(all(resource, "finding"), (each) =>
          [
            concept(one(each, "itemCodeableConcept")) || reference(one(each, "itemReference"), resolve),
            text(each, "basis"),
          ]
            .filter(Boolean)
            .join(": "),
        ),
      ),
      fact(m.fhir_label_problems(), references(resource, "problem", resolve)),
      fact(m.fhir_label_outlook(), list(all(resource, "prognosisCodeableConcept"), concept)),
      fact(m.fhir_label_when(), choice(resource, "effective", resolve)),
      fact(m.fhir_label_written(), date(one(resource, "date"))),
      fact(m.fhir_label_by(), references(resource, "assessor", resolve)),
      notes(resource),
    ],
  },
  FamilyMemberHistory: {
    kind: m.fhir_kind_illness_in_the_family(),
    title: (resource) => text(resource, "name") || concept(one(resource, "relationship")),
    facts: (resource, resolve) => [
      fact(m.fhir_label_relation(), concept(one(resource, "relationship"))),
      fact(m.fhir_label_born(), choice(resource, "born", resolve)),
      fact(m.fhir_label_died(), choice(resource, "deceased", resolve)),
      fact(
        m.fhir_label_had(),
        list(
          all(resource, "condition"),
          (each) =>
            [concept(one(each, "code")), choice(each, "onset", resolve), concept(one(each, "outcome"))]
              .filter(Boolean)
              .join(", "),
          "; ",
        ),
      ),
      fact(m.fhir_label_recorded(), date(one(resource, "date"))),
      notes(resource),
    ],
  },
  Specimen: {
    kind: m.fhir_kind_sample(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_taken(), choice(one(resource, "collection"), "collected", resolve)),
      fact(m.fhir_label_from_body_site(), concept(one(one(resource, "collection"), "bodySite"))),
      fact(m.fhir_label_by(), reference(one(one(resource, "collection"), "collector"), resolve)),
      fact(m.fhir_label_received(), date(one(resource, "receivedTime"))),
      fact(m.fhir_label_state(), list(all(resource, "condition"), concept)),
      notes(resource),
    ],
  },
  ImagingStudy: {
    kind: m.fhir_kind_imaging(),
    title: (resource) => text(resource, "description") || list(all(resource, "modality"), concept),
    facts: (resource, resolve) => [
      fact(m.fhir_label_started(), date(one(resource, "started"))),
      fact(m.fhir_label_what_it_shows(), text(resource, "description")),
      fact(m.fhir_label_taken_by(), list(all(resource, "modality"), concept)),
      fact(m.fhir_label_because_of(), list(all(resource, "reasonCode"), concept)),
      fact(
        m.fhir_label_series(),
        list(
          all(resource, "series"),
          (each) =>
            [
              text(each, "description") || concept(one(each, "modality")),
              concept(one(each, "bodySite")),
              text(each, "numberOfInstances") &&
                m.fhir_imaging_pictures({ count: Number(text(each, "numberOfInstances")) }),
            ]
              .filter(Boolean)
              .join(", "),
          "; ",
        ),
      ),
      fact(m.fhir_label_read_by(), references(resource, "interpreter", resolve)),
      notes(resource),
    ],
  },
  RiskAssessment: {
    kind: m.fhir_kind_risk(),
    facts: (resource, resolve) => [
      ...all(resource, "prediction").map((each) =>
        fact(
          concept(one(each, "outcome")) || m.fhir_label_outcome(),
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
      fact(m.fhir_label_what_can_be_done(), text(resource, "mitigation")),
      fact(m.fhir_label_when(), choice(resource, "occurrence", resolve)),
      fact(m.fhir_label_by(), references(resource, "performer", resolve)),
      notes(resource),
    ],
  },
};
