import { m } from "#messages";
import { all, isObject, isResource, one, text, type Json, type Resource } from "./fhirJson.ts";
import { concept, type Resolve } from "./fhirValues.ts";

const NAMED = 5;

/** What a bundle says it has, and does not have, in sentences, each once. A reader must know that a summary is not whole. */
export function missingFrom(
  bundle: Resource,
  resources: readonly Resource[],
  resolve: (from: Resource) => Resolve,
): string[] {
  return [...ofSearch(bundle), ...new Set(ofSections(resources, resolve)), ...ofReferences(resources, resolve)];
}

/** A search is answered in pages (FHIR R4, Bundle.total and Bundle.link). */
function ofSearch(bundle: Resource): string[] {
  if (text(bundle, "type") !== "searchset") return [];
  const total = Number(text(bundle, "total"));
  const matches = all(bundle, "entry").filter((entry) => {
    const mode = text(one(entry, "search"), "mode");
    return mode === "" || mode === "match";
  }).length;
  if (text(bundle, "total") && total > matches) {
    return [m.fhir_missing_of_search({ count: total, matches })];
  }
  const goesOn = all(bundle, "link").some((link) => text(link, "relation") === "next");
  return goesOn ? [m.fhir_missing_pages()] : [];
}

function ofSections(resources: readonly Resource[], resolve: (from: Resource) => Resolve): string[] {
  return resources
    .filter(({ resourceType }) => resourceType === "Composition")
    .flatMap((composition) => sectionsOf(composition).map((section) => lacksOf(section, resolve(composition))))
    .filter(Boolean);
}

/** A section and those within it, in their order. */
export function sectionsOf(from: Json): Json[] {
  return all(from, "section").flatMap((section) => [section, ...sectionsOf(section)]);
}

function lacksOf(section: Json, resolve: Resolve): string {
  const absent = all(section, "entry").filter((pointer) => text(pointer, "reference") && !resolve(pointer));
  if (absent.length === 0) return "";
  const title = text(section, "title") || concept(one(section, "code")) || m.fhir_missing_section_untitled();
  return absent.length === 1
    ? m.fhir_missing_from_section_one({ title, reference: text(absent[0], "reference") })
    : m.fhir_missing_from_section({ title, count: absent.length });
}

/** Other pointers that lead nowhere in the file and have no words of their own. */
function ofReferences(resources: readonly Resource[], resolve: (from: Resource) => Resolve): string[] {
  const absent = new Set<string>();
  for (const resource of resources) {
    const find = resolve(resource);
    const inside = resource.resourceType === "Composition" ? { ...resource, section: null } : resource;
    for (const pointer of pointersIn(inside)) {
      if (!text(pointer, "display") && !find(pointer)) absent.add(text(pointer, "reference"));
    }
  }
  if (absent.size === 0) return [];
  const some = [...absent].slice(0, NAMED).join(", ");
  const more = absent.size - NAMED;
  return [more > 0 ? m.fhir_missing_pointed_to_more({ some, count: more }) : m.fhir_missing_pointed_to({ some })];
}

function pointersIn(value: Json): Json[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(pointersIn);
  if (!isObject(value)) return [];
  const inner = Object.entries(value).flatMap(([name, each]) =>
    name === "contained" || (name === "resource" && isResource(each)) ? [] : pointersIn(each),
  );
  return typeof value["reference"] === "string" ? [value, ...inner] : inner;
}
