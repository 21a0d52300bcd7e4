/** The file that says, by its number, which mutant is alive for the tests of this process. */
export const LIVING = process.env["CHARTKEY_MUTANT_FILE"] ?? "";
