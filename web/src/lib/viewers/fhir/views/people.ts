import { m } from "#messages";
import { genderWords } from "../codeWords.ts";
import { fact, list, notes, references, type View } from "../facts.ts";
import { all, one, text } from "../fhirJson.ts";
import {
  address,
  choice,
  concept,
  contact,
  date,
  humanName,
  identifier,
  languageName,
  period,
  reference,
} from "../fhirValues.ts";

/** People and the organisations they work for. */
export const people: Readonly<Record<string, View>> = {
  Patient: {
    kind: m.fhir_kind_patient(),
    facts: (resource) => [
      fact(m.fhir_label_other_names(), list(all(resource, "name").slice(1), humanName)),
      fact(m.fhir_label_born(), date(one(resource, "birthDate"))),
      fact(m.fhir_label_gender_on_record(), genderWords(text(resource, "gender"))),
      fact(
        m.fhir_label_died(),
        choice(resource, "deceased", () => undefined),
      ),
      fact(m.fhir_label_address(), list(all(resource, "address"), address, "; ")),
      fact(m.fhir_label_contact(), list(all(resource, "telecom"), contact)),
      fact(m.fhir_label_numbers(), list(all(resource, "identifier"), identifier)),
      fact(
        m.fhir_label_languages(),
        list(all(resource, "communication"), (each) => languageName(one(each, "language"))),
      ),
    ],
  },
  Practitioner: {
    kind: m.fhir_kind_professional(),
    facts: (resource) => [
      fact(
        m.fhir_label_qualified_as(),
        list(all(resource, "qualification"), (each) => concept(one(each, "code"))),
      ),
      fact(m.fhir_label_contact(), list(all(resource, "telecom"), contact)),
      fact(m.fhir_label_address(), list(all(resource, "address"), address, "; ")),
      fact(m.fhir_label_numbers(), list(all(resource, "identifier"), identifier)),
    ],
  },
  PractitionerRole: {
    kind: m.fhir_kind_professional(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_who(), reference(one(resource, "practitioner"), resolve)),
      fact(m.fhir_label_at(), reference(one(resource, "organization"), resolve)),
      fact(m.fhir_label_as(), list(all(resource, "code"), concept)),
      fact(m.fhir_label_specialty(), list(all(resource, "specialty"), concept)),
    ],
  },
  Organization: {
    kind: m.fhir_kind_organisation(),
    facts: (resource) => [
      fact(m.fhir_label_contact(), list(all(resource, "telecom"), contact)),
      fact(m.fhir_label_address(), list(all(resource, "address"), address, "; ")),
      fact(m.fhir_label_numbers(), list(all(resource, "identifier"), identifier)),
    ],
  },
  RelatedPerson: {
    kind: m.fhir_kind_related_person(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_relation(), list(all(resource, "relationship"), concept)),
      fact(m.fhir_label_related_to(), references(resource, "patient", resolve)),
      fact(m.fhir_label_born(), date(one(resource, "birthDate"))),
      fact(m.fhir_label_contact(), list(all(resource, "telecom"), contact)),
      fact(m.fhir_label_address(), list(all(resource, "address"), address, "; ")),
    ],
  },
  Location: {
    kind: m.fhir_kind_place(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_what_it_is(), text(resource, "description")),
      fact(m.fhir_label_kind(), list(all(resource, "type"), concept)),
      fact(m.fhir_label_contact(), list(all(resource, "telecom"), contact)),
      fact(m.fhir_label_address(), address(one(resource, "address"))),
      fact(m.fhir_label_part_of(), reference(one(resource, "partOf"), resolve)),
      fact(m.fhir_label_run_by(), reference(one(resource, "managingOrganization"), resolve)),
    ],
  },
  CareTeam: {
    kind: m.fhir_kind_care_team(),
    facts: (resource, resolve) => [
      ...all(resource, "participant").map((each) =>
        fact(
          list(all(each, "role"), concept) || m.fhir_label_member(),
          [reference(one(each, "member"), resolve), period(one(each, "period"))].filter(Boolean).join(", "),
        ),
      ),
      fact(m.fhir_label_when(), period(one(resource, "period"))),
      fact(m.fhir_label_because_of(), list(all(resource, "reasonCode"), concept)),
      notes(resource),
    ],
  },
};
