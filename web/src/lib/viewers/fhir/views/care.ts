import { m } from "#messages";
import { coded, fact, list, notes, references, referencesIn, type View } from "../facts.ts";
import { all, one, text } from "../fhirJson.ts";
import { choice, concept, date, period, quantity, reference } from "../fhirValues.ts";

/** What was done, what is planned, and with what. */
export const care: Readonly<Record<string, View>> = {
  Procedure: {
    kind: m.fhir_kind_procedure(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_done(), choice(resource, "performed", resolve)),
      fact(m.fhir_label_why_not(), concept(one(resource, "statusReason"))),
      fact(
        m.fhir_label_because_of(),
        list(all(resource, "reasonCode"), concept) || references(resource, "reasonReference", resolve),
      ),
      fact(m.fhir_label_where_on_the_body(), list(all(resource, "bodySite"), concept)),
      fact(m.fhir_label_outcome(), concept(one(resource, "outcome"))),
      fact(m.fhir_label_complications(), list(all(resource, "complication"), concept)),
      fact(m.fhir_label_afterwards(), list(all(resource, "followUp"), concept)),
      fact(m.fhir_label_device(), referencesIn(resource, "focalDevice", "manipulated", resolve)),
      fact(
        m.fhir_label_used(),
        references(resource, "usedReference", resolve) || list(all(resource, "usedCode"), concept),
      ),
      fact(m.fhir_label_by(), referencesIn(resource, "performer", "actor", resolve)),
      fact(m.fhir_label_at(), references(resource, "location", resolve)),
      fact(m.fhir_label_recorded_by(), references(resource, "recorder", resolve)),
      notes(resource),
    ],
  },
  Encounter: {
    kind: m.fhir_kind_visit_or_stay(),
    title: (resource) => list(all(resource, "type"), concept) || concept({ coding: all(resource, "class") }),
    facts: (resource, resolve) => [
      fact(m.fhir_label_when(), period(one(resource, "period"))),
      fact(m.fhir_label_kind(), concept({ coding: all(resource, "class") })),
      fact(
        m.fhir_label_because_of(),
        list(all(resource, "reasonCode"), concept) || references(resource, "reasonReference", resolve),
      ),
      fact(m.fhir_label_problems(), referencesIn(resource, "diagnosis", "condition", resolve)),
      fact(
        m.fhir_label_who(),
        list(all(resource, "participant"), (each) =>
          [reference(one(each, "individual"), resolve), list(all(each, "type"), concept)].filter(Boolean).join(", "),
        ),
      ),
      fact(m.fhir_label_where(), referencesIn(resource, "location", "location", resolve)),
      fact(m.fhir_label_at(), references(resource, "serviceProvider", resolve)),
      fact(m.fhir_label_came_from(), concept(one(one(resource, "hospitalization"), "admitSource"))),
      fact(m.fhir_label_left_for(), concept(one(one(resource, "hospitalization"), "dischargeDisposition"))),
    ],
  },
  CarePlan: {
    kind: m.fhir_kind_care_plan(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_what_it_is(), text(resource, "description")),
      fact(m.fhir_label_field(), list(all(resource, "category"), concept)),
      fact(m.fhir_label_when(), period(one(resource, "period"))),
      fact(m.fhir_label_problems(), references(resource, "addresses", resolve)),
      fact(m.fhir_label_goals(), references(resource, "goal", resolve)),
      ...all(resource, "activity").map((each, index) =>
        fact(
          m.fhir_label_step({ n: index + 1 }),
          [
            reference(one(each, "reference"), resolve),
            concept(one(one(each, "detail"), "code")),
            text(one(each, "detail"), "description"),
            coded(one(each, "detail"), "status"),
            choice(one(each, "detail"), "scheduled", resolve),
          ]
            .filter(Boolean)
            .join(", "),
        ),
      ),
      fact(m.fhir_label_by(), references(resource, "author", resolve)),
      fact(m.fhir_label_with(), references(resource, "careTeam", resolve)),
      notes(resource),
    ],
  },
  Goal: {
    kind: m.fhir_kind_goal(),
    title: (resource) => concept(one(resource, "description")),
    facts: (resource, resolve) => [
      fact(m.fhir_label_from_when(), choice(resource, "start", resolve)),
      fact(
        m.fhir_label_aim(),
        list(
          all(resource, "target"),
          (each) =>
            [concept(one(each, "measure")), choice(each, "detail", resolve), choice(each, "due", resolve)]
              .filter(Boolean)
              .join(", "),
          "; ",
        ),
      ),
      fact(m.fhir_label_so_far(), concept(one(resource, "achievementStatus"))),
      fact(m.fhir_label_set_by(), references(resource, "expressedBy", resolve)),
      notes(resource),
    ],
  },
  ServiceRequest: {
    kind: m.fhir_kind_order(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_when(), choice(resource, "occurrence", resolve)),
      fact(m.fhir_label_urgency(), coded(resource, "priority")),
      fact(
        m.fhir_label_because_of(),
        list(all(resource, "reasonCode"), concept) || references(resource, "reasonReference", resolve),
      ),
      fact(m.fhir_label_where_on_the_body(), list(all(resource, "bodySite"), concept)),
      fact(m.fhir_label_ordered(), date(one(resource, "authoredOn"))),
      fact(m.fhir_label_by(), references(resource, "requester", resolve)),
      fact(m.fhir_label_to_performer(), references(resource, "performer", resolve)),
      fact(m.fhir_label_for_the_patient(), text(resource, "patientInstruction")),
      notes(resource),
    ],
  },
  Appointment: {
    kind: m.fhir_kind_appointment(),
    title: (resource) => text(resource, "description") || list(all(resource, "serviceType"), concept),
    facts: (resource, resolve) => [
      fact(m.fhir_label_starts(), date(one(resource, "start"))),
      fact(m.fhir_label_ends(), date(one(resource, "end"))),
      fact(m.fhir_label_what_for(), text(resource, "description") || list(all(resource, "serviceType"), concept)),
      fact(m.fhir_label_because_of(), list(all(resource, "reasonCode"), concept)),
      fact(m.fhir_label_who(), referencesIn(resource, "participant", "actor", resolve)),
      fact(m.fhir_label_for_the_patient(), text(resource, "patientInstruction")),
      fact(m.fhir_label_note(), text(resource, "comment")),
    ],
  },
  Device: {
    kind: m.fhir_kind_device(),
    title: (resource) =>
      list(all(resource, "deviceName"), (each) => text(each, "name")) || concept(one(resource, "type")),
    facts: (resource, resolve) => [
      fact(m.fhir_label_kind(), concept(one(resource, "type"))),
      fact(m.fhir_label_maker(), text(resource, "manufacturer")),
      fact(m.fhir_label_model(), text(resource, "modelNumber")),
      fact(m.fhir_label_serial_number(), text(resource, "serialNumber")),
      fact(m.fhir_label_batch(), text(resource, "lotNumber")),
      fact(
        m.fhir_label_device_identifier(),
        list(all(resource, "udiCarrier"), (each) => text(each, "carrierHRF") || text(each, "deviceIdentifier")),
      ),
      fact(m.fhir_label_device_made(), date(one(resource, "manufactureDate"))),
      fact(m.fhir_label_usable_until(), date(one(resource, "expirationDate"))),
      fact(m.fhir_label_of(), references(resource, "patient", resolve)),
      notes(resource),
    ],
  },
  DeviceUseStatement: {
    kind: m.fhir_kind_device_in_use(),
    title: (resource, resolve) => reference(one(resource, "device"), resolve),
    facts: (resource, resolve) => [
      fact(m.fhir_label_device(), reference(one(resource, "device"), resolve)),
      fact(m.fhir_label_when(), choice(resource, "timing", resolve)),
      fact(m.fhir_label_where_on_the_body(), concept(one(resource, "bodySite"))),
      fact(m.fhir_label_because_of(), list(all(resource, "reasonCode"), concept)),
      fact(m.fhir_label_said_by(), reference(one(resource, "source"), resolve)),
      fact(m.fhir_label_recorded(), date(one(resource, "recordedOn"))),
      notes(resource),
    ],
  },
  Flag: {
    kind: m.fhir_kind_warning(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_field(), list(all(resource, "category"), concept)),
      fact(m.fhir_label_when(), period(one(resource, "period"))),
      fact(m.fhir_label_by(), references(resource, "author", resolve)),
    ],
  },
  NutritionOrder: {
    kind: m.fhir_kind_diet(),
    title: (resource) => list(all(one(resource, "oralDiet"), "type"), concept),
    facts: (resource, resolve) => [
      fact(m.fhir_label_ordered(), date(one(resource, "dateTime"))),
      fact(m.fhir_label_diet(), list(all(one(resource, "oralDiet"), "type"), concept)),
      fact(m.fhir_label_leave_out(), list(all(resource, "excludeFoodModifier"), concept)),
      fact(
        m.fhir_label_supplements(),
        list(all(resource, "supplement"), (each) => concept(one(each, "type"))),
      ),
      fact(m.fhir_label_by(), references(resource, "orderer", resolve)),
      notes(resource),
    ],
  },
  Coverage: {
    kind: m.fhir_kind_insurance(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_who_pays(), references(resource, "payor", resolve)),
      fact(m.fhir_label_insured(), references(resource, "beneficiary", resolve)),
      fact(m.fhir_label_number(), text(resource, "subscriberId")),
      fact(m.fhir_label_when(), period(one(resource, "period"))),
      fact(
        m.fhir_label_share(),
        list(all(resource, "costToBeneficiary"), (each) => quantity(one(each, "valueQuantity"))),
      ),
    ],
  },
};
