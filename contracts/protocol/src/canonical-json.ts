/** What canonical JSON may hold here: no fractions, no nesting, nothing undefined. */
export type FlatRecord = Record<string, string | number | null>;

/**
 * RFC 8785 (JSON Canonicalization Scheme) for flat objects of strings, integers and null: names sorted by UTF-16 code units, no
 * white space, UTF-8. One value has one encoding, so that it can be committed to.
 */
export function canonicalJson(record: FlatRecord): string {
  const sorted = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(sorted));
}
