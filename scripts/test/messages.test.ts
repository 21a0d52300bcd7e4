import { describe, expect, it } from "vitest";
import { textsOfComponent, textsOfScript } from "../check/hard-coded-text.ts";
import { spacedMatches, translationProblems, unsaidMessages, type Message } from "../check/message-files.ts";

const plural = (...texts: [form: string, text: string][]): Message => [
  {
    declarations: ["input count", "local countPlural = count: plural", "local n = count: number"],
    selectors: ["countPlural"],
    match: Object.fromEntries(texts.map(([form, text]) => [`countPlural=${form}`, text])),
  },
];

describe("message files", () => {
  const english = {
    a_back: "Back",
    a_shared: "You shared {title}.",
    a_reports: plural(["one", "{n} report"], ["other", "{n} reports"]),
  };
  const hindi = {
    a_back: "वापस",
    a_shared: "आपने {title} दिखाया।",
    a_reports: plural(["one", "{n} रिपोर्ट"], ["other", "{n} रिपोर्टें"]),
  };

  it("are right when each message has its translation, with the same inputs and every plural form", () => {
    expect(translationProblems(english, hindi, "hi")).toEqual([]);
  });

  it("are wrong when one is missing, or in the translation only", () => {
    const { a_back: _left, ...rest } = hindi;
    expect(translationProblems(english, { ...rest, a_more: "और" }, "hi")).toEqual([
      "a_back is missing in hi.",
      "a_more is in hi only.",
    ]);
  });

  it("are wrong when an input is lost", () => {
    expect(translationProblems(english, { ...hindi, a_shared: "आपने दिखाया।" }, "hi")).toEqual([
      "a_shared takes “title”, in hi “”.",
    ]);
  });

  it("are wrong when a plural form has no text", () => {
    expect(translationProblems(english, { ...hindi, a_reports: plural(["one", "{n} रिपोर्ट"]) }, "hi")).toEqual([
      "a_reports has no text for “other” in hi.",
    ]);
  });

  it("match without spaces", () => {
    const by = (match: string): Message => [{ selectors: ["kind", "count"], match: { [match]: "" } }];
    expect(spacedMatches({ a_one: by("kind=a, count=1"), a_two: by("kind=a,count=1") })).toEqual(["a_one"]);
  });

  it("have nothing that no page says", () => {
    expect(unsaidMessages(english, "{m.a_back()} phraseOf(m.a_shared, { title })")).toEqual(["a_reports"]);
  });
});

describe("a text that is written in the page itself", () => {
  const of = (source: string) => textsOfComponent(source).map(({ text }) => text);

  it("is found between tags, in attributes that are read, in expressions and in the script", () => {
    expect(of(`<script lang="ts">const words = "You shared it";</script><p>Only <b>you</b></p>`)).toEqual([
      "You shared it",
      "Only",
      "you",
    ]);
    expect(of(`<Card title="Reports" note={soon ? "It ends soon." : ""}></Card>`)).toEqual([
      "Reports",
      "It ends soon.",
    ]);
    expect(of(`{#if many}<p>{\`\${count} of them\`}</p>{/if}`)).toEqual(["… of them"]);
  });

  it("is no class, type, address, format, query or error of a programmer", () => {
    const source = `<script lang="ts">
      const rows = "grid min-w-0 gap-2";
      if (!rows) throw new Error("There are no rows here.");
    </script>
    <a class="text-muted text-sm" href="/patient/reports" type="button" data-state="is open">{m.a_back()}</a><p>·</p>`;
    expect(of(source)).toEqual([]);
    expect(
      textsOfScript("const query = graphql(`query of(a) { b }`); const type = 'application/fhir+json';", "a.ts"),
    ).toEqual([]);
  });
});
