import {
  all,
  isObject,
  isResource,
  one,
  text,
  type Json,
  type JsonObject,
  type Resource,
} from "../viewers/fhir/fhirJson.ts";

/** A resource of a bundle under the names by which others point to it. */
export interface Named {
  resource: Resource;
  /** Its full URL where it has one, and "Type/id" */
  names: readonly string[];
}

export function namedResources(bundle: Resource): Named[] {
  return all(bundle, "entry").flatMap((entry) => {
    const resource = one(entry, "resource");
    if (!isResource(resource)) return [];
    const id = text(resource, "id");
    const names = [text(entry, "fullUrl"), id && `${resource.resourceType}/${id}`].filter(Boolean);
    return [{ resource, names }];
  });
}

/** What a resource points to, wherever in it: references, and files that are kept as an entry of their own. */
export function pointersIn(value: Json): string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(pointersIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    isPointer(name) && typeof inner === "string" ? [inner] : pointersIn(inner),
  );
}

/** The same resource with every pointer replaced that `moved` knows. */
export function withPointers<T extends Json>(value: T, moved: ReadonlyMap<string, string>): T {
  if (Array.isArray(value))
    return (value as readonly Json[]).map((inner) => withPointers(inner, moved)) as unknown as T;
  if (!isObject(value) || Object.isFrozen(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) =>
    isPointer(name) && typeof inner === "string"
      ? [name, moved.get(inner) ?? inner]
      : [name, withPointers(inner as Json, moved)],
  );
  return Object.fromEntries(entries as [string, Json][]) as JsonObject as T;
}

const isPointer = (name: string) => name === "reference" || name === "url";

/** What is reached from pointers, in any number of steps. */
export interface Reached {
  found: Set<Named>;
  /** Pointers on the way that lead to nothing among the named */
  lost: string[];
}

/** A way to everything that pointers lead to among `named`, and what that leads to in turn; `isEnd` is never found, nor gone beyond. */
export function reaching(
  named: readonly Named[],
  isEnd: (each: Named) => boolean,
): (pointers: readonly string[]) => Reached {
  const byName = new Map(named.flatMap((each) => each.names.map((name) => [name, each] as const)));
  return (pointers) => {
    const found = new Set<Named>();
    const lost: string[] = [];
    const waiting = [...pointers];
    for (let pointer = waiting.pop(); pointer !== undefined; pointer = waiting.pop()) {
      const target = byName.get(pointer);
      if (!target) lost.push(pointer);
      if (!target || isEnd(target) || found.has(target)) continue;
      found.add(target);
      for (const next of pointersIn(target.resource)) waiting.push(next);
    }
    return { found, lost };
  };
}
