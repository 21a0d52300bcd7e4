/** An address that nothing else has, for a document or an entry of one (RFC 9562, hl7.org/fhir/R4/bundle.html#references). */
export const newUrl = () => `urn:uuid:${crypto.randomUUID()}`;
