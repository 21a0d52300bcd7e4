import { coded, codeWords, fact, list, notes, references, referencesIn, type Fact, type View } from "../facts.ts";
import { all, one, text, type Json } from "../fhirJson.ts";
import { choice, concept, date, period, reference, type Resolve } from "../fhirValues.ts";

const coding = (value: Json) => concept({ coding: [value] });

/** A provision and those within it: what is allowed or forbidden, to whom and until when (FHIR R4, Consent.provision). */
function provisions(from: Json | undefined, resolve: Resolve, label: string): (Fact | undefined)[] {
  const allowed = { deny: "Not allowed", permit: "Allowed" }[text(from, "type")] ?? codeWords(text(from, "type"));
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
    ...all(from, "provision").flatMap((inner) => provisions(inner, resolve, "Except")),
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
    kind: "Document",
    title: (resource) => text(resource, "title") || concept(one(resource, "type")),
    facts: (resource, resolve) => [
      fact("About", reference(one(resource, "subject"), resolve)),
      fact("Written", date(one(resource, "date"))),
      fact(
        "By",
        list(all(resource, "author"), (each) => reference(each, resolve)),
      ),
      fact("Kept by", reference(one(resource, "custodian"), resolve)),
      fact(
        "Sections",
        list(all(resource, "section"), (each) => text(each, "title") || concept(one(each, "code"))),
      ),
    ],
  },
  DocumentReference: {
    kind: "Document",
    title: (resource) => text(resource, "description") || concept(one(resource, "type")),
    facts: (resource, resolve) => [
      fact("What it is", text(resource, "description")),
      fact("Kind", concept(one(resource, "type"))),
      fact("Field", list(all(resource, "category"), concept)),
      fact("Written", date(one(resource, "date"))),
      fact("About the time", period(one(one(resource, "context"), "period"))),
      fact("By", references(resource, "author", resolve)),
      fact("Kept by", references(resource, "custodian", resolve)),
    ],
  },
  Binary: {
    kind: "File",
    title: (resource) => text(resource, "contentType"),
    facts: (resource) => [fact("Kind of file", text(resource, "contentType"))],
  },
  Media: {
    kind: "Picture or recording",
    title: (resource) => text(one(resource, "content"), "title") || concept(one(resource, "type")),
    facts: (resource, resolve) => [
      fact("Kind", concept(one(resource, "type"))),
      fact("Seen from", concept(one(resource, "view"))),
      fact("Where", concept(one(resource, "bodySite"))),
      fact("Made", choice(resource, "created", resolve)),
      fact("By", references(resource, "operator", resolve)),
      notes(resource),
    ],
  },
  Consent: {
    kind: "Consent",
    title: (resource) => list(all(resource, "category"), concept) || concept(one(resource, "scope")),
    facts: (resource, resolve) => [
      fact("For", concept(one(resource, "scope"))),
      fact("Kind", list(all(resource, "category"), concept)),
      fact("Given", date(one(resource, "dateTime"))),
      fact("By", references(resource, "performer", resolve) || references(resource, "patient", resolve)),
      fact("To", references(resource, "organization", resolve)),
      ...provisions(one(resource, "provision"), resolve, "What it says"),
    ],
  },
  QuestionnaireResponse: {
    kind: "Answers to questions",
    facts: (resource, resolve) => [
      fact("Filled in", date(one(resource, "authored"))),
      fact("By", references(resource, "author", resolve)),
      ...answers(resource, resolve),
    ],
  },
  Provenance: {
    kind: "Where this comes from",
    title: (resource, resolve) => references(resource, "target", resolve),
    facts: (resource, resolve) => [
      fact("What", references(resource, "target", resolve)),
      fact("Recorded", date(one(resource, "recorded"))),
      fact("When", choice(resource, "occurred", resolve)),
      fact("Who", referencesIn(resource, "agent", "who", resolve)),
      fact("Why", list(all(resource, "reason"), concept)),
    ],
  },
  OperationOutcome: {
    kind: "Message of the sending system",
    title: (resource) => list(all(resource, "issue"), (each) => concept(one(each, "details")) || coded(each, "code")),
    facts: (resource) =>
      all(resource, "issue").map((each) =>
        fact(
          coded(each, "severity") || "Message",
          [concept(one(each, "details")), text(each, "diagnostics"), coded(each, "code")].filter(Boolean)[0] ?? "",
        ),
      ),
  },
};
