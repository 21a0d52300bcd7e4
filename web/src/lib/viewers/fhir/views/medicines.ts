import { m } from "#messages";
import { dosage } from "../dosage.ts";
import { fact, list, notes, references, referencesIn, type View } from "../facts.ts";
import { all, one, text, type Json } from "../fhirJson.ts";
import { choice, concept, date, period, quantity, reference } from "../fhirValues.ts";

function strength(ratio: Json | undefined): string {
  const [amount, per] = [quantity(one(ratio, "numerator")), quantity(one(ratio, "denominator"))];
  return amount && per ? m.fhir_medicine_strength({ amount, per }) : amount || per;
}

const numberInSeries = (number: string, total: string) =>
  number && total ? m.fhir_vaccination_number_in_series({ number, total }) : number || total;

/** Medicines and vaccinations. */
export const medicines: Readonly<Record<string, View>> = {
  MedicationRequest: {
    kind: m.fhir_kind_prescription(),
    title: (resource, resolve) => choice(resource, "medication", resolve),
    facts: (resource, resolve) => [
      ...all(resource, "dosageInstruction").map((each, index, every) =>
        fact(
          every.length > 1 ? m.fhir_label_how_to_take_one({ n: index + 1 }) : m.fhir_label_how_to_take(),
          dosage(each),
        ),
      ),
      fact(m.fhir_label_amount(), quantity(one(one(resource, "dispenseRequest"), "quantity"))),
      fact(m.fhir_label_lasts(), quantity(one(one(resource, "dispenseRequest"), "expectedSupplyDuration"))),
      fact(m.fhir_label_repeats(), text(one(resource, "dispenseRequest"), "numberOfRepeatsAllowed")),
      fact(m.fhir_label_valid(), period(one(one(resource, "dispenseRequest"), "validityPeriod"))),
      fact(m.fhir_label_replacing_it(), choice(one(resource, "substitution"), "allowed", resolve)),
      fact(
        m.fhir_label_because_of(),
        list(all(resource, "reasonCode"), concept) ||
          list(all(resource, "reasonReference"), (each) => reference(each, resolve)),
      ),
      fact(m.fhir_label_prescribed(), date(one(resource, "authoredOn"))),
      fact(m.fhir_label_by(), reference(one(resource, "requester"), resolve)),
      fact(m.fhir_label_for_whom(), reference(one(resource, "subject"), resolve)),
      notes(resource),
    ],
  },
  MedicationStatement: {
    kind: m.fhir_kind_medicine_taken(),
    title: (resource, resolve) => choice(resource, "medication", resolve),
    facts: (resource, resolve) => [
      fact(m.fhir_label_how_it_is_taken(), list(all(resource, "dosage"), dosage, "; ")),
      fact(m.fhir_label_when(), choice(resource, "effective", resolve)),
      fact(m.fhir_label_because_of(), list(all(resource, "reasonCode"), concept)),
      fact(m.fhir_label_said_by(), reference(one(resource, "informationSource"), resolve)),
      fact(m.fhir_label_recorded(), date(one(resource, "dateAsserted"))),
      notes(resource),
    ],
  },
  Medication: {
    kind: m.fhir_kind_medicine(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_form(), concept(one(resource, "form"))),
      fact(
        m.fhir_label_contains(),
        list(all(resource, "ingredient"), (each) =>
          [choice(each, "item", resolve), strength(one(each, "strength"))].filter(Boolean).join(" "),
        ),
      ),
      fact(m.fhir_label_batch(), text(one(resource, "batch"), "lotNumber")),
    ],
  },
  Immunization: {
    kind: m.fhir_kind_vaccination(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_dose_given(), choice(resource, "occurrence", resolve)),
      fact(m.fhir_label_why_not(), concept(one(resource, "statusReason"))),
      fact(m.fhir_label_dose(), quantity(one(resource, "doseQuantity"))),
      fact(
        m.fhir_label_number_in_series(),
        list(all(resource, "protocolApplied"), (each) =>
          numberInSeries(choice(each, "doseNumber", resolve), choice(each, "seriesDoses", resolve)),
        ),
      ),
      fact(
        m.fhir_label_against(),
        list(all(resource, "protocolApplied"), (each) => list(all(each, "targetDisease"), concept)),
      ),
      fact(m.fhir_label_batch(), text(resource, "lotNumber")),
      fact(m.fhir_label_usable_until(), date(one(resource, "expirationDate"))),
      fact(m.fhir_label_maker(), reference(one(resource, "manufacturer"), resolve)),
      fact(
        m.fhir_label_where(),
        [concept(one(resource, "site")), reference(one(resource, "location"), resolve)].filter(Boolean).join(", "),
      ),
      fact(
        m.fhir_label_by(),
        list(all(resource, "performer"), (each) => reference(one(each, "actor"), resolve)),
      ),
      notes(resource),
    ],
  },
  MedicationAdministration: {
    kind: m.fhir_kind_medicine_given(),
    title: (resource, resolve) => choice(resource, "medication", resolve),
    facts: (resource, resolve) => [
      fact(m.fhir_label_dose_given(), choice(resource, "effective", resolve)),
      fact(m.fhir_label_how(), dosage(one(resource, "dosage")) || quantity(one(one(resource, "dosage"), "dose"))),
      fact(
        m.fhir_label_because_of(),
        list(all(resource, "reasonCode"), concept) || references(resource, "reasonReference", resolve),
      ),
      fact(m.fhir_label_why_not(), list(all(resource, "statusReason"), concept)),
      fact(m.fhir_label_by(), referencesIn(resource, "performer", "actor", resolve)),
      fact(m.fhir_label_ordered_as(), references(resource, "request", resolve)),
      notes(resource),
    ],
  },
  MedicationDispense: {
    kind: m.fhir_kind_medicine_handed_out(),
    title: (resource, resolve) => choice(resource, "medication", resolve),
    facts: (resource, resolve) => [
      fact(m.fhir_label_handed_out(), date(one(resource, "whenHandedOver"))),
      fact(m.fhir_label_prepared(), date(one(resource, "whenPrepared"))),
      fact(m.fhir_label_amount(), quantity(one(resource, "quantity"))),
      fact(m.fhir_label_lasts(), quantity(one(resource, "daysSupply"))),
      fact(m.fhir_label_how_to_take(), list(all(resource, "dosageInstruction"), dosage, "; ")),
      fact(m.fhir_label_by(), referencesIn(resource, "performer", "actor", resolve)),
      fact(m.fhir_label_ordered_as(), references(resource, "authorizingPrescription", resolve)),
      notes(resource),
    ],
  },
  ImmunizationRecommendation: {
    kind: m.fhir_kind_advice_on_vaccinations(),
    facts: (resource, resolve) => [
      ...all(resource, "recommendation").map((each) =>
        fact(
          list(all(each, "vaccineCode"), concept) || concept(one(each, "targetDisease")) || m.fhir_label_vaccination(),
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
      fact(m.fhir_label_written(), date(one(resource, "date"))),
      fact(m.fhir_label_by(), references(resource, "authority", resolve)),
    ],
  },
};
