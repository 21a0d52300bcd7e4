/** ECMA-262 §25.5.3, which TypeScript's own types do not have yet; browsers without it write numbers in their shortest form. */
const { rawJSON } = JSON as { rawJSON?: (digits: string) => object };

const keepDigits = (_: string, value: unknown, context?: { source?: string }) =>
  typeof value === "number" && rawJSON && context?.source !== undefined ? rawJSON(context.source) : value;

/** Parses JSON that will be written again with the very digits it has: 6.10 is not 6.1 to a laboratory (FHIR R4, decimal). */
export function parseExactly(text: string): unknown {
  return JSON.parse(text, keepDigits);
}
