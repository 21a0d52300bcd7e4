/**
 * Something that is not as it must be.
 *
 * | about      | what                                                             |
 * |------------|------------------------------------------------------------------|
 * | `rule`     | a log breaks a rule                                              |
 * | `contract` | a contract answers something else than its logs imply            |
 * | `code`     | the code of a contract is not what the sources compile to        |
 * | `index`    | the subgraph says something else than the logs                   |
 * | `node`     | two nodes disagree                                               |
 */
export type Difference = {
  about: "rule" | "contract" | "code" | "index" | "node";
  /** One sentence. */
  what: string;
  /** The log that it follows from; null where there is none. */
  place: { block: number; logIndex: number; transaction: string | null } | null;
};

/** A value as it is told in such a sentence. */
export function told(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}
