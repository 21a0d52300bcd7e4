import { fact, list, notes, references, type View } from "../facts.ts";
import { all, one, text } from "../fhirJson.ts";
import { address, choice, concept, contact, date, humanName, identifier, period, reference } from "../fhirValues.ts";

/** People and the organisations they work for. */
export const people: Readonly<Record<string, View>> = {
  Patient: {
    kind: "Patient",
    facts: (resource) => [
      fact("Other names", list(all(resource, "name").slice(1), humanName)),
      fact("Born", date(one(resource, "birthDate"))),
      fact("Gender on record", text(resource, "gender")),
      fact(
        "Died",
        choice(resource, "deceased", () => undefined),
      ),
      fact("Address", list(all(resource, "address"), address, "; ")),
      fact("Contact", list(all(resource, "telecom"), contact)),
      fact("Numbers", list(all(resource, "identifier"), identifier)),
      fact(
        "Languages",
        list(all(resource, "communication"), (each) => concept(one(each, "language"))),
      ),
    ],
  },
  Practitioner: {
    kind: "Professional",
    facts: (resource) => [
      fact(
        "Qualified as",
        list(all(resource, "qualification"), (each) => concept(one(each, "code"))),
      ),
      fact("Contact", list(all(resource, "telecom"), contact)),
      fact("Address", list(all(resource, "address"), address, "; ")),
      fact("Numbers", list(all(resource, "identifier"), identifier)),
    ],
  },
  PractitionerRole: {
    kind: "Professional",
    facts: (resource, resolve) => [
      fact("Who", reference(one(resource, "practitioner"), resolve)),
      fact("At", reference(one(resource, "organization"), resolve)),
      fact("As", list(all(resource, "code"), concept)),
      fact("Field", list(all(resource, "specialty"), concept)),
    ],
  },
  Organization: {
    kind: "Organisation",
    facts: (resource) => [
      fact("Contact", list(all(resource, "telecom"), contact)),
      fact("Address", list(all(resource, "address"), address, "; ")),
      fact("Numbers", list(all(resource, "identifier"), identifier)),
    ],
  },
  RelatedPerson: {
    kind: "Related person",
    facts: (resource, resolve) => [
      fact("Relation", list(all(resource, "relationship"), concept)),
      fact("To", references(resource, "patient", resolve)),
      fact("Born", date(one(resource, "birthDate"))),
      fact("Contact", list(all(resource, "telecom"), contact)),
      fact("Address", list(all(resource, "address"), address, "; ")),
    ],
  },
  Location: {
    kind: "Place",
    facts: (resource, resolve) => [
      fact("What it is", text(resource, "description")),
      fact("Kind", list(all(resource, "type"), concept)),
      fact("Contact", list(all(resource, "telecom"), contact)),
      fact("Address", address(one(resource, "address"))),
      fact("Part of", reference(one(resource, "partOf"), resolve)),
      fact("Run by", reference(one(resource, "managingOrganization"), resolve)),
    ],
  },
  CareTeam: {
    kind: "Care team",
    facts: (resource, resolve) => [
      ...all(resource, "participant").map((each) =>
        fact(
          list(all(each, "role"), concept) || "Member",
          [reference(one(each, "member"), resolve), period(one(each, "period"))].filter(Boolean).join(", "),
        ),
      ),
      fact("When", period(one(resource, "period"))),
      fact("Because of", list(all(resource, "reasonCode"), concept)),
      notes(resource),
    ],
  },
};
