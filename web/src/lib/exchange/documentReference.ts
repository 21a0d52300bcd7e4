import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import type { Json, JsonObject, Resource } from "../viewers/fhir/fhirJson.ts";
import { documentWords } from "../words/reportTypeWords.ts";

/**
 * A report as FHIR R4 DocumentReference (hl7.org/fhir/R4/documentreference.html).
 *
 * @param report Its id on the public record
 * @param more Elements besides, or instead
 * @param file The file itself or where it is, as elements of an Attachment
 */
export function documentReference(
  report: string,
  { type, title, date, mediaType, language, length }: ReportMetadata,
  more: JsonObject,
  file: JsonObject,
): Resource {
  return {
    resourceType: "DocumentReference",
    masterIdentifier: { system: "urn:ietf:rfc:3986", value: `urn:chartkey:report:${report}` },
    status: "current",
    type: { text: documentWords[type] },
    date: `${date}T00:00:00Z`,
    description: title,
    ...more,
    content: [
      {
        attachment: {
          ...(mediaType !== null && { contentType: mediaType }),
          language,
          size: length as unknown as Json,
          title,
          ...file,
        },
      },
    ],
  };
}
