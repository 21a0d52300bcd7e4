/** As `IReports.Reason` numbers them, from 1. */
const REASONS = ["WRONG_PATIENT", "WRONG_DOCUMENT", "WRONG_CONTENT", "DUPLICATE", "OTHER"] as const;

/** Why a report was withdrawn. */
export type RetractionReason = (typeof REASONS)[number];

/** @param reason As an event of the contract gives it */
export const retractionReasonOf = (reason: number): RetractionReason => REASONS[reason - 1] ?? "OTHER";
