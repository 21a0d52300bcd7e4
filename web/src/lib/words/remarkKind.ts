/**
 * What a remark is besides its words: an answer of the patient to a report that a doctor added, or nothing more. It stands in the
 * remark's locked title, so that the public record does not tell an objection from a thank-you.
 */
export type RemarkKind = "remark" | "accepted" | "disputed" | "correction-asked";

const titles: Readonly<Record<RemarkKind, string>> = {
  remark: "Remark",
  accepted: "Accepted by the patient",
  disputed: "Disputed by the patient",
  "correction-asked": "Correction asked for",
};

export function titleOfRemark(kind: RemarkKind): string {
  return titles[kind];
}

/** The kind that a locked title says. Any other title is a plain remark's. */
export function kindOfRemark(title: string): RemarkKind {
  const found = Object.entries(titles).find(([, each]) => each === title);
  return found ? (found[0] as RemarkKind) : "remark";
}
