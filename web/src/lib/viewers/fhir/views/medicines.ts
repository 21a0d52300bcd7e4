import { dosage } from "../dosage.ts";
import { fact, list, notes, references, referencesIn, type View } from "../facts.ts";
import { all, one, text } from "../fhirJson.ts";
import { choice, concept, date, period, quantity, reference } from "../fhirValues.ts";

/** Medicines and vaccinations. */
export const medicines: Readonly<Record<string, View>> = {
  MedicationRequest: {
    kind: "Prescription",
    title: (resource, resolve) => choice(resource, "medication", resolve),
    facts: (resource, resolve) => [
      ...all(resource, "dosageInstruction").map((each, index, every) =>
        fact(every.length > 1 ? `How to take, ${index + 1}` : "How to take", dosage(each)),
      ),
      fact("Amount", quantity(one(one(resource, "dispenseRequest"), "quantity"))),
      fact("Lasts", quantity(one(one(resource, "dispenseRequest"), "expectedSupplyDuration"))),
      fact("Repeats", text(one(resource, "dispenseRequest"), "numberOfRepeatsAllowed")),
      fact("Valid", period(one(one(resource, "dispenseRequest"), "validityPeriod"))),
      fact("Replacing it", choice(one(resource, "substitution"), "allowed", resolve)),
      fact(
        "Because of",
        list(all(resource, "reasonCode"), concept) ||
          list(all(resource, "reasonReference"), (each) => reference(each, resolve)),
      ),
      fact("Prescribed", date(one(resource, "authoredOn"))),
      fact("By", reference(one(resource, "requester"), resolve)),
      fact("For", reference(one(resource, "subject"), resolve)),
      notes(resource),
    ],
  },
  MedicationStatement: {
    kind: "Medicine taken",
    title: (resource, resolve) => choice(resource, "medication", resolve),
    facts: (resource, resolve) => [
      fact("How it is taken", list(all(resource, "dosage"), dosage, "; ")),
      fact("When", choice(resource, "effective", resolve)),
      fact("Because of", list(all(resource, "reasonCode"), concept)),
      fact("Said by", reference(one(resource, "informationSource"), resolve)),
      fact("Recorded", date(one(resource, "dateAsserted"))),
      notes(resource),
    ],
  },
  Medication: {
    kind: "Medicine",
    facts: (resource, resolve) => [
      fact("Form", concept(one(resource, "form"))),
      fact(
        "Contains",
        list(all(resource, "ingredient"), (each) =>
          [
            choice(each, "item", resolve),
            [quantity(one(one(each, "strength"), "numerator")), quantity(one(one(each, "strength"), "denominator"))]
              .filter(Boolean)
              .join(" per "),
          ]
            .filter(Boolean)
            .join(" "),
        ),
      ),
      fact("Batch", text(one(resource, "batch"), "lotNumber")),
    ],
  },
  Immunization: {
    kind: "Vaccination",
    facts: (resource, resolve) => [
      fact("Given", choice(resource, "occurrence", resolve)),
      fact("Why not", concept(one(resource, "statusReason"))),
      fact("Dose", quantity(one(resource, "doseQuantity"))),
      fact(
        "Number in series",
        list(all(resource, "protocolApplied"), (each) =>
          [choice(each, "doseNumber", resolve), choice(each, "seriesDoses", resolve)].filter(Boolean).join(" of "),
        ),
      ),
      fact(
        "Against",
        list(all(resource, "protocolApplied"), (each) => list(all(each, "targetDisease"), concept)),
      ),
      fact("Batch", text(resource, "lotNumber")),
      fact("Usable until", date(one(resource, "expirationDate"))),
      fact("Maker", reference(one(resource, "manufacturer"), resolve)),
      fact(
        "Where",
        [concept(one(resource, "site")), reference(one(resource, "location"), resolve)].filter(Boolean).join(", "),
      ),
      fact(
        "By",
        list(all(resource, "performer"), (each) => reference(one(each, "actor"), resolve)),
      ),
      notes(resource),
    ],
  },
  MedicationAdministration: {
    kind: "Medicine given",
    title: (resource, resolve) => choice(resource, "medication", resolve),
    facts: (resource, resolve) => [
      fact("Given", choice(resource, "effective", resolve)),
      fact("How", dosage(one(resource, "dosage")) || quantity(one(one(resource, "dosage"), "dose"))),
      fact(
        "Because of",
        list(all(resource, "reasonCode"), concept) || references(resource, "reasonReference", resolve),
      ),
      fact("Why not", list(all(resource, "statusReason"), concept)),
      fact("By", referencesIn(resource, "performer", "actor", resolve)),
      fact("Ordered as", references(resource, "request", resolve)),
      notes(resource),
    ],
  },
  MedicationDispense: {
    kind: "Medicine handed out",
    title: (resource, resolve) => choice(resource, "medication", resolve),
    facts: (resource, resolve) => [
      fact("Handed out", date(one(resource, "whenHandedOver"))),
      fact("Prepared", date(one(resource, "whenPrepared"))),
      fact("Amount", quantity(one(resource, "quantity"))),
      fact("Lasts", quantity(one(resource, "daysSupply"))),
      fact("How to take", list(all(resource, "dosageInstruction"), dosage, "; ")),
      fact("By", referencesIn(resource, "performer", "actor", resolve)),
      fact("Ordered as", references(resource, "authorizingPrescription", resolve)),
      notes(resource),
    ],
  },
  ImmunizationRecommendation: {
    kind: "Advice on vaccinations",
    facts: (resource, resolve) => [
      ...all(resource, "recommendation").map((each) =>
        fact(
          list(all(each, "vaccineCode"), concept) || concept(one(each, "targetDisease")) || "Vaccination",
          [
            concept(one(each, "forecastStatus")),
            list(all(each, "dateCriterion"), (when) =>
              [concept(one(when, "code")), date(one(when, "value"))].filter(Boolean).join(": "),
            ),
            text(each, "description"),
          ]
            .filter(Boolean)
            .join("; "),
        ),
      ),
      fact("Written", date(one(resource, "date"))),
      fact("By", references(resource, "authority", resolve)),
    ],
  },
};
