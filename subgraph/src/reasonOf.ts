const reasons = ["OTHER", "WRONG_PATIENT", "WRONG_DOCUMENT", "WRONG_CONTENT", "DUPLICATE", "OTHER"];

/** RetractionReason by its index in the contract's enum (contracts/src/interfaces/IReports.sol), which refuses the first. */
export function reasonOf(index: i32): string {
  return index < reasons.length ? reasons[index] : "OTHER";
}
