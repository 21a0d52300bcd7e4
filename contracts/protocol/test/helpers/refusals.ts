/**
 * Inputs that must be refused beside those of `malformedVectors`, and the error each must give. `of` names what is changed: the
 * parts of `reportOfTwoParts` in payload.json, the bundle in capsule.json, the key bundle of the patient in keys.json, an event's
 * field, or metadata on its own.
 */
export const refusalVectors = [
  // `parts` says which part is given first and which second: 0 and 1 are its own, null is none, "other" is the part of `report`.
  { of: "parts", what: "exchanged", parts: [1, 0], error: "PartTruncatedError" },
  { of: "parts", what: "the first, repeated", parts: [0, 0], error: "PartMisplacedError" },
  { of: "parts", what: "the second, dropped", parts: [0, null], error: "PartMissingError" },
  { of: "parts", what: "all dropped", parts: [null, null], error: "PartMissingError" },
  { of: "parts", what: "the second, taken from another report", parts: [0, "other"], error: "PartAlteredError" },

  { of: "capsuleBundle", what: "the magic", at: 0, xor: 1, error: "MalformedCapsuleError" },
  { of: "capsuleBundle", what: "the format", at: 4, xor: 3, error: "MalformedCapsuleError" },
  { of: "capsuleBundle", what: "the number of capsules, one more", at: 6, xor: 3, error: "MalformedCapsuleError" },
  { of: "capsuleBundle", what: "the number of capsules, none", at: 6, xor: 1, error: "MalformedCapsuleError" },
  { of: "capsuleBundle", what: "the length of the capsule", at: 10, xor: 1, error: "MalformedCapsuleError" },
  { of: "capsuleBundle", what: "its last byte, cut off", truncateTo: -1, error: "MalformedCapsuleError" },
  { of: "capsuleBundle", what: "a byte more", append: "0x00", error: "MalformedCapsuleError" },
  { of: "capsulesField", what: "shorter than a digest", value: "0x1234", error: "MalformedCapsuleError" },

  { of: "keyBundle", what: "the suite", at: 0, xor: 3, error: "MalformedKeyBundleError" },
  { of: "keyBundle", what: "the first key, uncompressed", at: 1, set: "0x04", error: "MalformedKeyBundleError" },
  {
    of: "keyBundle",
    what: "the first key, not on the curve",
    at: 1,
    set: "0x020000000000000000000000000000000000000000000000000000000000000005",
    error: "MalformedKeyBundleError",
  },
  { of: "keyBundle", what: "a coefficient of 3,329", at: 34, set: "0x010d00", error: "MalformedKeyBundleError" },
  { of: "keyBundle", what: "a coefficient of 4,095", at: 1183, set: "0x00f0ff", error: "MalformedKeyBundleError" },
  { of: "keyBundle", what: "its last byte, cut off", truncateTo: -1, error: "MalformedKeyBundleError" },
  { of: "keyBundle", what: "a byte more", append: "0x00", error: "MalformedKeyBundleError" },

  ...[
    ["no JSON", "{"],
    ["no object", "[]"],
    ["another order of members", metadata({}).replace(/^\{("date":[^,]+),("filename":[^,]+),/, "{$2,$1,")],
    ["space between members", metadata({}).replace(",", ", ")],
    ["a member twice", metadata({}).replace("{", '{"date":"2026-11-11",')],
    ["a member too many", metadata({ author: "someone" })],
    ["a member too few", metadata({}).replace(',"text":null', "")],
    ["format 2", metadata({ format: 2 })],
    ["an unknown type", metadata({ type: "diary" })],
    ["a day that is none", metadata({ date: "2026-02-30" })],
    ["an empty title", metadata({ title: "" })],
    ["a title of 201 letters", metadata({ title: "x".repeat(201) })],
    ["a title that is not in NFC", metadata({ title: "Cafe\u0301" })],
    ["a line break in the title", metadata({ title: "Blood\ntest" })],
    ["a file name written backwards", metadata({ filename: "\u202efdp.exe" })],
    ["a negative length", metadata({ length: -1 })],
    ["a length that is not whole", metadata({ length: 1.5 })],
    ["a length without a file name", metadata({ filename: null })],
    ["a file name without a length", metadata({ length: 0 })],
    ["a media type that is none", metadata({ mediaType: "pdf" })],
    ["a remark without words", metadata({ type: "remark", filename: null, mediaType: null, length: 0 })],
  ].map(([what, text]) => ({ of: "metadata", what, text, error: "InvalidReportMetadataError" })),
];

/** Metadata as it is sealed, but for the changes. Members are in the order that RFC 8785 gives them. */
function metadata(changes: Record<string, unknown>): string {
  const valid = {
    date: "2026-11-12",
    filename: "letter.pdf",
    format: 1,
    language: "en",
    length: 9,
    mediaType: "application/pdf",
    text: null,
    title: "Letter",
    type: "letter",
  };
  const members = Object.entries({ ...valid, ...changes }).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(members));
}
