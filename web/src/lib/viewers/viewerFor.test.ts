import { expect, it } from "vitest";
import { viewerFor } from "./viewerFor.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

it.each([
  ["application/pdf", "%PDF-1.7", "pdf"],
  ["Application/PDF; charset=binary", "%PDF-1.7", "pdf"],
  ["image/png", "", "image"],
  ["application/dicom", "", "dicom"],
  ["application/zip", "PK\u0003\u0004", "dicom"],
  ["application/fhir+json", "{}", "fhir"],
  ["application/json", '{ "resourceType": "Bundle" }', "fhir"],
  ["application/json", '{ "rows": [] }', "text"],
  ["text/plain", "resourceType", "text"],
  ["text/csv", "a,b", "table"],
  ["text/tab-separated-values; charset=utf-8", "a", "table"],
] as const)("%s is shown (%s)", (mediaType, content, kind) => {
  expect(viewerFor(mediaType, bytes(content))).toBe(kind);
});

it.each(["text/html", "image/svg+xml", "application/xhtml+xml", "application/zip", "application/octet-stream", ""])(
  "a document of type “%s” is saved, never opened",
  (mediaType) => {
    expect(viewerFor(mediaType, bytes("<svg onload=alert(1)>"))).toBe("none");
  },
);
