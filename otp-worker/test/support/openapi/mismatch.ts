/** The part of JSON Schema (2020-12) that `openapi.json` uses. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly description?: string;
}

const KNOWN = new Set([
  ...["type", "const", "enum", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "minItems"],
  ...["maxItems", "items", "anyOf", "properties", "required", "additionalProperties", "description"],
]);

/** What about a value is not as a schema says; null when all is. Workerd compiles no code, so no validator that does. */
export function mismatch(schema: Schema, value: unknown, at: string): string | null {
  const unknown = Object.keys(schema).find((keyword) => !KNOWN.has(keyword));
  if (unknown !== undefined) return `${at}: the keyword ${unknown} is not understood`;
  if (schema.anyOf) {
    return schema.anyOf.some((each) => mismatch(each, value, at) === null) ? null : `${at} fits none`;
  }
  if ("const" in schema && value !== schema.const) return `${at} is not ${JSON.stringify(schema.const)}`;
  if (schema.enum && !schema.enum.includes(value)) return `${at} is ${JSON.stringify(value)}, which is not listed`;
  switch (schema.type) {
    case "string":
      return typeof value === "string" ? mismatchOfText(schema, value, at) : `${at} is no string`;
    case "integer":
      return Number.isSafeInteger(value) ? mismatchOfNumber(schema, value as number, at) : `${at} is no integer`;
    case "boolean":
      return typeof value === "boolean" ? null : `${at} is no boolean`;
    case "null":
      return value === null ? null : `${at} is not null`;
    case "array":
      return Array.isArray(value) ? mismatchOfItems(schema, value, at) : `${at} is no array`;
    case "object":
      return typeof value === "object" && value !== null
        ? mismatchOfFields(schema, value as Record<string, unknown>, at)
        : `${at} is no object`;
    default:
      return schema.type === undefined ? null : `${at}: the type ${schema.type} is not understood`;
  }
}

function mismatchOfText({ pattern, minLength = 0, maxLength = Infinity }: Schema, value: string, at: string) {
  if (pattern !== undefined && !new RegExp(pattern).test(value)) return `${at} does not match ${pattern}`;
  return value.length < minLength || value.length > maxLength ? `${at} has ${value.length} characters` : null;
}

function mismatchOfNumber({ minimum = -Infinity, maximum = Infinity }: Schema, value: number, at: string) {
  return value < minimum || value > maximum ? `${at} is ${value}` : null;
}

function mismatchOfItems({ items = {}, minItems = 0, maxItems = Infinity }: Schema, value: unknown[], at: string) {
  if (value.length < minItems || value.length > maxItems) return `${at} has ${value.length} items`;
  return firstOf(value.map((item, index) => mismatch(items, item, `${at}[${index}]`)));
}

function mismatchOfFields(schema: Schema, value: Record<string, unknown>, at: string) {
  const { properties = {}, required = [], additionalProperties } = schema;
  const missing = required.find((name) => !(name in value));
  if (missing !== undefined) return `${at}.${missing} is missing`;
  const extra = Object.keys(value).find((name) => !(name in properties));
  if (extra !== undefined && additionalProperties === false) return `${at}.${extra} is not told of`;
  return firstOf(
    Object.entries(properties).map(([name, each]) =>
      name in value ? mismatch(each, value[name], `${at}.${name}`) : null,
    ),
  );
}

function firstOf(problems: readonly (string | null)[]) {
  return problems.find((problem) => problem !== null) ?? null;
}
