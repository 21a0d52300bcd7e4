import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { readFile } from "node:fs/promises";
import { type DefinitionNode, Kind, parse } from "graphql";
import { describe, expect, it } from "vitest";

const manifest = await readFile(new URL("../subgraph.yaml", import.meta.url), "utf8");
const schema = parse(await readFile(new URL("../schema.graphql", import.meta.url), "utf8"));

/** Inherited, but never logged: neither the signing domain nor who administers a role ever changes. */
const neverLogged = ["EIP712DomainChanged", "RoleAdminChanged"];

describe("the manifest", () => {
  it("handles every event of the contracts, under its exact signature", () => {
    const handled = [...manifest.matchAll(/- event: (.+)/g)].map(([, signature]) => signature);

    expect(handled.sort()).toEqual(signatures().sort());
  });

  it("names each handler after its event", () => {
    for (const [, event, handler] of manifest.matchAll(/- event: (\w+)\(.*\n\s+handler: (\w+)/g)) {
      expect(handler).toBe(`handle${event}`);
    }
  });
});

describe("the schema", () => {
  it("explains every type, field and value", () => {
    const silent = schema.definitions.flatMap((definition) => undocumented(definition));

    expect(silent).toEqual([]);
  });

  it("has a name for every event of the contracts", () => {
    const names = schema.definitions.flatMap((definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === "EventName"
        ? (definition.values ?? []).map((value) => value.name.value)
        : [],
    );

    expect(names.sort()).toEqual(
      events()
        .map(({ name }) => name)
        .sort(),
    );
  });
});

function events() {
  const items = [...registryAbi, ...recordsAbi].filter((item) => item.type === "event");
  return items.filter(({ name }) => !neverLogged.includes(name));
}

function signatures(): string[] {
  return events().map(({ name, inputs }) => {
    const types = inputs.map(({ indexed, type }) => (indexed ? `indexed ${type}` : type));
    return `${name}(${types.join(",")})`;
  });
}

function undocumented(definition: DefinitionNode): string[] {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.ENUM_TYPE_DEFINITION) {
    throw new Error(`Unexpected ${definition.kind} in the schema.`);
  }
  const type = definition.name.value;
  const members = definition.kind === Kind.OBJECT_TYPE_DEFINITION ? definition.fields : definition.values;
  const silent = (members ?? []).filter((member) => !member.description).map(({ name }) => `${type}.${name.value}`);
  return definition.description ? silent : [type, ...silent];
}
