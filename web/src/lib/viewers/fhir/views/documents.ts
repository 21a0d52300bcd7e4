import { m } from "#messages";
import { codeWords } from "../codeWords.ts";
import { coded, fact, list, notes, references, referencesIn, type Fact, type View } from "../facts.ts";
import { all, one, text, type Json } from "../fhirJson.ts";
import { choice, concept, date, period, reference, type Resolve } from "../fhirValues.ts";

const coding = (value: Json) => concept({ coding: [value] });

/** A provision and those within it: what is allowed or forbidden, to whom and until when (FHIR R4, Consent.provision). */
function provisions(from: Json | undefined, resolve: Resolve, label: string): (Fact | undefined)[] {
  const type = text(from, "type");
  const allowed = { deny: m.fhir_consent_not_allowed(), permit: m.fhir_consent_allowed() }[type] ?? codeWords(type);
  const words = [
    allowed,
    list(all(from, "action"), concept),
    list(all(from, "class"), coding),
    list(all(from, "code"), concept),
    list(all(from, "purpose"), coding),
    referencesIn(from, "actor", "reference", resolve),
    period(one(from, "period")),
  ];
  return [
    fact(label, words.filter(Boolean).join("; ")),
    ...all(from, "provision").flatMap((inner) => provisions(inner, resolve, m.fhir_label_except())),
  ];
}

/** Each question with its answers, those below others too. */
function answers(from: Json | undefined, resolve: Resolve): (Fact | undefined)[] {
  return all(from, "item").flatMap((item) => [
    fact(
      text(item, "text") || text(item, "linkId"),
      list(all(item, "answer"), (answer) => choice(answer, "value", resolve), "; "),
    ),
    ...answers(item, resolve),
    ...all(item, "answer").flatMap((answer) => answers(answer, resolve)),
  ]);
}

/** Papers, and what they say about themselves. */
export const documents: Readonly<Record<string, View>> = {
  Composition: {
    kind: m.fhir_kind_document(),
    title: (resource) => text(resource, "title") || concept(one(resource, "type")),
    facts: (resource, resolve) => [
      fact(m.fhir_label_about(), reference(one(resource, "subject"), resolve)),
      fact(m.fhir_label_written(), date(one(resource, "date"))),
      fact(
        m.fhir_label_by(),
        list(all(resource, "author"), (each) => reference(each, resolve)),
      ),
      fact(m.fhir_label_kept_by(), reference(one(resource, "custodian"), resolve)),
      fact(
        m.fhir_label_sections(),
        list(all(resource, "section"), (each) => text(each, "title") || concept(one(each, "code"))),
      ),
    ],
  },
  DocumentReference: {
    kind: m.fhir_kind_document(),
    title: (resource) => text(resource, "description") || concept(one(resource, "type")),
    facts: (resource, resolve) => [
      fact(m.fhir_label_what_it_is(), text(resource, "description")),
      fact(m.fhir_label_kind(), concept(one(resource, "type"))),
      fact(m.fhir_label_field(), list(all(resource, "category"), concept)),
      fact(m.fhir_label_written(), date(one(resource, "date"))),
      fact(m.fhir_label_about_the_time(), period(one(one(resource, "context"), "period"))),
      fact(m.fhir_label_by(), references(resource, "author", resolve)),
      fact(m.fhir_label_kept_by(), references(resource, "custodian", resolve)),
    ],
  },
  Binary: {
    kind: m.fhir_kind_file(),
    title: (resource) => text(resource, "contentType"),
    facts: (resource) => [fact(m.fhir_label_kind_of_file(), text(resource, "contentType"))],
  },
  Media: {
    kind: m.fhir_kind_picture_or_recording(),
    title: (resource) => text(one(resource, "content"), "title") || concept(one(resource, "type")),
    facts: (resource, resolve) => [
      fact(m.fhir_label_kind(), concept(one(resource, "type"))),
      fact(m.fhir_label_seen_from(), concept(one(resource, "view"))),
      fact(m.fhir_label_where(), concept(one(resource, "bodySite"))),
      fact(m.fhir_label_picture_made(), choice(resource, "created", resolve)),
      fact(m.fhir_label_by(), references(resource, "operator", resolve)),
      notes(resource),
    ],
  },
  Consent: {
    kind: m.fhir_kind_consent(),
    title: (resource) => list(all(resource, "category"), concept) || concept(one(resource, "scope")),
    facts: (resource, resolve) => [
      fact(m.fhir_label_for_scope(), concept(one(resource, "scope"))),
      fact(m.fhir_label_kind(), list(all(resource, "category"), concept)),
      fact(m.fhir_label_consent_given(), date(one(resource, "dateTime"))),
      fact(m.fhir_label_by(), references(resource, "performer", resolve) || references(resource, "patient", resolve)),
      fact(m.fhir_label_to_organisation(), references(resource, "organization", resolve)),
      ...provisions(one(resource, "provision"), resolve, m.fhir_label_what_it_says()),
    ],
  },
  QuestionnaireResponse: {
    kind: m.fhir_kind_answers_to_questions(),
    facts: (resource, resolve) => [
      fact(m.fhir_label_filled_in(), date(one(resource, "authored"))),
      fact(m.fhir_label_by(), references(resource, "author", resolve)),
      ...answers(resource, resolve),
    ],
  },
  Provenance: {
    kind: m.fhir_kind_where_this_comes_from(),
    title: (resource, resolve) => references(resource, "target", resolve),
    facts: (resource, resolve) => [
      fact(m.fhir_label_what(), references(resource, "target", resolve)),
      fact(m.fhir_label_recorded(), date(one(resource, "recorded"))),
      fact(m.fhir_label_when(), choice(resource, "occurred", resolve)),
      fact(m.fhir_label_who(), referencesIn(resource, "agent", "who", resolve)),
      fact(m.fhir_label_why(), list(all(resource, "reason"), concept)),
    ],
  },
  OperationOutcome: {
    kind: m.fhir_kind_message_of_the_sending_system(),
    title: (resource) => list(all(resource, "issue"), (each) => concept(one(each, "details")) || coded(each, "code")),
    facts: (resource) =>
      all(resource, "issue").map((each) =>
        fact(
          coded(each, "severity") || m.fhir_label_message(),
          [concept(one(each, "details")), text(each, "diagnostics"), coded(each, "code")].filter(Boolean)[0] ?? "",
        ),
      ),
  },
};
