declare module "@asymmetrik/fhir-json-schema-validator" {
  /** Validates against HL7's JSON schema of FHIR R4. */
  export default class JSONSchemaValidator {
    /** What is wrong; with `verbose`, all that ajv says. */
    validate(resource: unknown, verbose?: boolean): unknown[];
  }
}
