import { coded, fact, list, notes, references, referencesIn, type View } from "../facts.ts";
import { all, one, text } from "../fhirJson.ts";
import { choice, concept, date, period, quantity, reference } from "../fhirValues.ts";

/** What was done, what is planned, and with what. */
export const care: Readonly<Record<string, View>> = {
  Procedure: {
    kind: "Procedure",
    facts: (resource, resolve) => [
      fact("Done", choice(resource, "performed", resolve)),
      fact("Why not", concept(one(resource, "statusReason"))),
      fact(
        "Because of",
        list(all(resource, "reasonCode"), concept) || references(resource, "reasonReference", resolve),
      ),
      fact("Where on the body", list(all(resource, "bodySite"), concept)),
      fact("Outcome", concept(one(resource, "outcome"))),
      fact("Complications", list(all(resource, "complication"), concept)),
      fact("Afterwards", list(all(resource, "followUp"), concept)),
      fact("Device", referencesIn(resource, "focalDevice", "manipulated", resolve)),
      fact("Used", references(resource, "usedReference", resolve) || list(all(resource, "usedCode"), concept)),
      fact("By", referencesIn(resource, "performer", "actor", resolve)),
      fact("At", references(resource, "location", resolve)),
      fact("Recorded by", references(resource, "recorder", resolve)),
      notes(resource),
    ],
  },
  Encounter: {
    kind: "Visit or stay",
    title: (resource) => list(all(resource, "type"), concept) || concept({ coding: all(resource, "class") }),
    facts: (resource, resolve) => [
      fact("When", period(one(resource, "period"))),
      fact("Kind", concept({ coding: all(resource, "class") })),
      fact(
        "Because of",
        list(all(resource, "reasonCode"), concept) || references(resource, "reasonReference", resolve),
      ),
      fact("Problems", referencesIn(resource, "diagnosis", "condition", resolve)),
      fact(
        "Who",
        list(all(resource, "participant"), (each) =>
          [reference(one(each, "individual"), resolve), list(all(each, "type"), concept)].filter(Boolean).join(", "),
        ),
      ),
      fact("Where", referencesIn(resource, "location", "location", resolve)),
      fact("At", references(resource, "serviceProvider", resolve)),
      fact("Came from", concept(one(one(resource, "hospitalization"), "admitSource"))),
      fact("Left for", concept(one(one(resource, "hospitalization"), "dischargeDisposition"))),
    ],
  },
  CarePlan: {
    kind: "Care plan",
    facts: (resource, resolve) => [
      fact("What it is", text(resource, "description")),
      fact("Field", list(all(resource, "category"), concept)),
      fact("When", period(one(resource, "period"))),
      fact("Problems", references(resource, "addresses", resolve)),
      fact("Goals", references(resource, "goal", resolve)),
      ...all(resource, "activity").map((each, index) =>
        fact(
          `Step ${index + 1}`,
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
      fact("By", references(resource, "author", resolve)),
      fact("With", references(resource, "careTeam", resolve)),
      notes(resource),
    ],
  },
  Goal: {
    kind: "Goal",
    title: (resource) => concept(one(resource, "description")),
    facts: (resource, resolve) => [
      fact("From", choice(resource, "start", resolve)),
      fact(
        "Aim",
        list(
          all(resource, "target"),
          (each) =>
            [concept(one(each, "measure")), choice(each, "detail", resolve), choice(each, "due", resolve)]
              .filter(Boolean)
              .join(", "),
          "; ",
        ),
      ),
      fact("So far", concept(one(resource, "achievementStatus"))),
      fact("Set by", references(resource, "expressedBy", resolve)),
      notes(resource),
    ],
  },
  ServiceRequest: {
    kind: "Order",
    facts: (resource, resolve) => [
      fact("When", choice(resource, "occurrence", resolve)),
      fact("Urgency", coded(resource, "priority")),
      fact(
        "Because of",
        list(all(resource, "reasonCode"), concept) || references(resource, "reasonReference", resolve),
      ),
      fact("Where on the body", list(all(resource, "bodySite"), concept)),
      fact("Ordered", date(one(resource, "authoredOn"))),
      fact("By", references(resource, "requester", resolve)),
      fact("To", references(resource, "performer", resolve)),
      fact("For the patient", text(resource, "patientInstruction")),
      notes(resource),
    ],
  },
  Appointment: {
    kind: "Appointment",
    title: (resource) => text(resource, "description") || list(all(resource, "serviceType"), concept),
    facts: (resource, resolve) => [
      fact("Starts", date(one(resource, "start"))),
      fact("Ends", date(one(resource, "end"))),
      fact("What for", text(resource, "description") || list(all(resource, "serviceType"), concept)),
      fact("Because of", list(all(resource, "reasonCode"), concept)),
      fact("Who", referencesIn(resource, "participant", "actor", resolve)),
      fact("For the patient", text(resource, "patientInstruction")),
      fact("Note", text(resource, "comment")),
    ],
  },
  Device: {
    kind: "Device",
    title: (resource) =>
      list(all(resource, "deviceName"), (each) => text(each, "name")) || concept(one(resource, "type")),
    facts: (resource, resolve) => [
      fact("Kind", concept(one(resource, "type"))),
      fact("Maker", text(resource, "manufacturer")),
      fact("Model", text(resource, "modelNumber")),
      fact("Serial number", text(resource, "serialNumber")),
      fact("Batch", text(resource, "lotNumber")),
      fact(
        "Device identifier",
        list(all(resource, "udiCarrier"), (each) => text(each, "carrierHRF") || text(each, "deviceIdentifier")),
      ),
      fact("Made", date(one(resource, "manufactureDate"))),
      fact("Usable until", date(one(resource, "expirationDate"))),
      fact("Of", references(resource, "patient", resolve)),
      notes(resource),
    ],
  },
  DeviceUseStatement: {
    kind: "Device in use",
    title: (resource, resolve) => reference(one(resource, "device"), resolve),
    facts: (resource, resolve) => [
      fact("Device", reference(one(resource, "device"), resolve)),
      fact("When", choice(resource, "timing", resolve)),
      fact("Where on the body", concept(one(resource, "bodySite"))),
      fact("Because of", list(all(resource, "reasonCode"), concept)),
      fact("Said by", reference(one(resource, "source"), resolve)),
      fact("Recorded", date(one(resource, "recordedOn"))),
      notes(resource),
    ],
  },
  Flag: {
    kind: "Warning",
    facts: (resource, resolve) => [
      fact("Field", list(all(resource, "category"), concept)),
      fact("When", period(one(resource, "period"))),
      fact("By", references(resource, "author", resolve)),
    ],
  },
  NutritionOrder: {
    kind: "Diet",
    title: (resource) => list(all(one(resource, "oralDiet"), "type"), concept),
    facts: (resource, resolve) => [
      fact("Ordered", date(one(resource, "dateTime"))),
      fact("Diet", list(all(one(resource, "oralDiet"), "type"), concept)),
      fact("Leave out", list(all(resource, "excludeFoodModifier"), concept)),
      fact(
        "Supplements",
        list(all(resource, "supplement"), (each) => concept(one(each, "type"))),
      ),
      fact("By", references(resource, "orderer", resolve)),
      notes(resource),
    ],
  },
  Coverage: {
    kind: "Insurance",
    facts: (resource, resolve) => [
      fact("Who pays", references(resource, "payor", resolve)),
      fact("Insured", references(resource, "beneficiary", resolve)),
      fact("Number", text(resource, "subscriberId")),
      fact("When", period(one(resource, "period"))),
      fact(
        "Share",
        list(all(resource, "costToBeneficiary"), (each) => quantity(one(each, "valueQuantity"))),
      ),
    ],
  },
};
