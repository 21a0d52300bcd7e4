import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeReportMetadata,
  encodeReportMetadata,
  InvalidReportMetadataError,
  parseReportMetadata,
  REPORT_TYPES,
  type ReportMetadata,
} from "../src/report-metadata.ts";

const metadata: ReportMetadata = {
  type: "imaging",
  title: "Chest X-ray",
  date: "2026-02-28",
  language: "en",
  filename: "chest.png",
  mediaType: "image/png",
  length: 12345,
  text: null,
};

describe("report metadata", () => {
  it("decodes to what was encoded", () => {
    const line = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 50 });
    const any = fc.record({
      type: fc.constantFrom(...REPORT_TYPES.filter((type) => type !== "remark")),
      title: line,
      date: fc
        .date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
      language: fc.constantFrom("en", "hi-IN", "de", "pt-BR"),
      filename: line,
      mediaType: fc.constantFrom("application/pdf", "application/fhir+json", "image/png"),
      length: fc.integer({ min: 1, max: 2 ** 40 }),
      text: fc.option(line),
    });
    fc.assert(
      fc.property(any, (value) => {
        expect(decodeReportMetadata(encodeReportMetadata(value))).toEqual(value);
      }),
    );
  });

  it("has one encoding: sorted members, no white space, texts composed", () => {
    const text = new TextDecoder().decode(encodeReportMetadata({ ...metadata, title: "Re\u0301sume\u0301" }));
    expect(text).toBe(
      '{"date":"2026-02-28","filename":"chest.png","format":1,"language":"en","length":12345,"mediaType":"image/png","text":null,"title":"Résumé","type":"imaging"}',
    );
  });

  it("is refused in any other encoding", () => {
    const text = new TextDecoder().decode(encodeReportMetadata(metadata));
    const wrongs = [
      ` ${text}`,
      `\ufeff${text}`,
      text.replace('"type"', '"extra":1,"type"'),
      text.replace('"title":', '"title":"twice","title":'),
      text.replace('"format":1', '"format":2'),
      text.replace("12345", "1.2345e4"),
      text.replace("Chest", "\\u0043hest"),
      "[]",
      "null",
      "",
    ];
    for (const wrong of wrongs) {
      expect(() => decodeReportMetadata(new TextEncoder().encode(wrong)), wrong).toThrow(InvalidReportMetadataError);
    }
    expect(() => decodeReportMetadata(Uint8Array.of(0xff))).toThrow(InvalidReportMetadataError);
  });

  it("names the field that is wrong and never its value", () => {
    const wrongs: [keyof ReportMetadata, unknown][] = [
      ["type", "diary"],
      ["title", ""],
      ["title", "a\nb"],
      ["title", "x".repeat(201)],
      ["title", "\ud800"],
      ["date", "2026-02-30"],
      ["date", "12 November 2026"],
      ["language", "English"],
      ["filename", "invoice\u202efdp.exe"],
      ["filename", null],
      ["mediaType", "pdf"],
      ["mediaType", null],
      ["length", -1],
      ["length", "3"],
      ["text", ""],
      ["text", 5],
    ];
    for (const [field, value] of wrongs) {
      let error: unknown;
      try {
        parseReportMetadata({ ...metadata, [field]: value });
      } catch (thrown) {
        error = thrown;
      }
      expect(error, `${field} ${String(value)}`).toMatchObject({ name: "InvalidReportMetadataError", field });
      if (typeof value === "string" && value.length > 1) expect((error as Error).message).not.toContain(value);
    }
    expect(() => parseReportMetadata({ ...metadata, extra: 1 })).toThrow(InvalidReportMetadataError);
    expect(() => parseReportMetadata(null)).toThrow(InvalidReportMetadataError);
  });

  it("of a remark has a text, and nothing without a body has a file name", () => {
    const remark = {
      ...metadata,
      type: "remark",
      filename: null,
      mediaType: null,
      length: 0,
      text: "Well done.\nSee you.",
    };
    expect(parseReportMetadata(remark)).toEqual(remark);
    expect(() => parseReportMetadata({ ...remark, text: null })).toThrow(InvalidReportMetadataError);
    expect(() => parseReportMetadata({ ...remark, filename: "a.txt" })).toThrow(InvalidReportMetadataError);
  });
});
