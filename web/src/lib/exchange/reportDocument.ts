import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { toBase64 } from "../base64.ts";
import { FHIR } from "../documents/fileKind.ts";
import type { JsonObject } from "../viewers/fhir/fhirJson.ts";
import { documentWords, reportTypeWords } from "../words/reportTypeWords.ts";
import { documentReference } from "./documentReference.ts";
import { newUrl } from "./newUrl.ts";

/** A report as it is put into a document for another program. */
export interface DocumentReport {
  /** Its id on the public record */
  report: string;
  chart: string;
  metadata: ReportMetadata;
  /** The doctor who wrote it; null for the patient */
  author: string | null;
  /** The patient's name; null where the patient saved none */
  patient: string | null;
}

/**
 * One report as FHIR R4 in JSON: itself where it is that already, byte for byte, or else a document Bundle
 * (hl7.org/fhir/R4/documents.html) that holds its file as a DocumentReference, byte for byte too.
 *
 * @param now Milliseconds since 1970
 */
export function reportDocument(
  { report, chart, metadata, author, patient }: DocumentReport,
  file: Uint8Array<ArrayBuffer>,
  now: number,
): Uint8Array<ArrayBuffer> {
  const { type, title, date, filename, mediaType } = metadata;
  if (mediaType === FHIR.media) return file;
  const [patientUrl, authorUrl, fileUrl] = [newUrl(), newUrl(), newUrl()];
  const at = new Date(now).toISOString();
  const by: JsonObject = author === null ? { reference: patientUrl } : { reference: authorUrl, display: author };
  const bundle = {
    resourceType: "Bundle",
    identifier: { system: "urn:ietf:rfc:3986", value: newUrl() },
    type: "document",
    timestamp: at,
    entry: [
      {
        fullUrl: newUrl(),
        resource: {
          resourceType: "Composition",
          status: "final",
          type: { text: documentWords[type] },
          subject: { reference: patientUrl },
          date,
          author: [by],
          title,
          section: [{ title: reportTypeWords[type], entry: [{ reference: fileUrl }] }],
        },
      },
      {
        fullUrl: patientUrl,
        resource: {
          resourceType: "Patient",
          identifier: [{ system: "urn:chartkey:chart", value: chart }],
          ...(patient !== null && { name: [{ text: patient }] }),
        },
      },
      ...(author === null
        ? []
        : [{ fullUrl: authorUrl, resource: { resourceType: "Practitioner", name: [{ text: author }] } }]),
      {
        fullUrl: fileUrl,
        resource: documentReference(
          report,
          metadata,
          { subject: { reference: patientUrl }, author: [by] },
          { data: toBase64(file), title: filename ?? title, creation: date },
        ),
      },
    ],
  };
  return new TextEncoder().encode(`${JSON.stringify(bundle, null, 2)}\n`);
}
