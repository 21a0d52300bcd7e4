import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { describeDocument, type Entry } from "./describeDocument.ts";
import { all, isResource, one, parseFhir, type Resource } from "./fhirJson.ts";
import { containedIn } from "./attachments.ts";

/** Patient summaries of others, which are not part of the project. */
const folder = path.resolve(import.meta.dirname, "../../../../../../shared/data/fhir-ips");
const samples = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];

if (samples.length === 0) it.skip("opens sample summaries, of which there are none beside the project");

for (const name of samples) {
  it(`shows every resource of ${name}, and every section`, async ({ annotate }) => {
    const root = parseFhir(readFileSync(path.join(folder, name)));
    const resources = all(root, "entry").flatMap((entry) => {
      const resource = one(entry, "resource");
      return isResource(resource) ? [resource, ...containedIn(resource)] : [];
    });
    const { sections } = describeDocument(root);
    const entries = sections
      .flatMap((section) => [...section.entries, ...section.resultEntries])
      .flatMap(withContained);
    const shown = new Set(entries.map(({ raw }) => raw));
    const unknown = new Set(entries.filter(({ known }) => !known).map(({ kind }) => kind));

    expect(resources.filter((resource) => !shown.has(resource)).map(nameOf)).toEqual([]);
    expect([...unknown]).toEqual([]);
    await annotate(`${name}: ${resources.length} resources in it, ${shown.size} shown, in ${sections.length} sections`);
    expect(shown.size).toBe(resources.length);

    const composition = resources.find(({ resourceType }) => resourceType === "Composition");
    const titles = all(composition, "section").map((section) => one(section, "title"));
    expect(sections.map(({ title }) => title).filter((title) => title !== "" && title !== "Also in this file")).toEqual(
      titles,
    );
  });
}

const withContained = (entry: Entry): Entry[] => [entry, ...entry.contained.flatMap(withContained)];
const nameOf = ({ resourceType, id }: Resource) => `${resourceType}/${String(id)}`;
