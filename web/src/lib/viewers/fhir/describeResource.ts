import type { Fact, View } from "./facts.ts";
import type { Resource } from "./fhirJson.ts";
import { nameOf, type Resolve } from "./fhirValues.ts";
import { marksOf, type Mark } from "./marks.ts";
import { care } from "./views/care.ts";
import { documents } from "./views/documents.ts";
import { findings } from "./views/findings.ts";
import { medicines } from "./views/medicines.ts";
import { people } from "./views/people.ts";

export interface Description {
  /** What kind of entry this is, in words */
  kind: string;
  title: string;
  marks: Mark[];
  facts: Fact[];
  /** False when this type has no view of its own: the whole entry is then shown as it stands */
  known: boolean;
}

const views: Readonly<Record<string, View>> = { ...people, ...findings, ...medicines, ...care, ...documents };

/**
 * Puts a resource into words. Statuses that change what an entry means are marks, beside its title: a refuted problem or
 * a vaccination that was not given must never read like the thing itself (FHIR R4, isModifier).
 */
export function describeResource(resource: Resource, resolve: Resolve): Description {
  const view = views[resource.resourceType];
  const title = view?.title?.(resource, resolve) || nameOf(resource);
  const marks = marksOf(resource);
  if (!view)
    return { kind: resource.resourceType, title: title || resource.resourceType, marks, facts: [], known: false };
  return {
    kind: view.kind,
    title: title || view.kind,
    marks,
    facts: view.facts(resource, resolve).filter((each) => each !== undefined),
    known: true,
  };
}
