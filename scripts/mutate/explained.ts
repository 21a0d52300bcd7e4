/** Mutants that no test can notice, or that none needs to, and why. Found again by their file, operator and text. */
export interface Explained {
  readonly file: string;
  readonly operator: string;
  readonly text: string;
  /** How many of that text survive, where it stands more than once; 1 unless said. */
  readonly count?: number;
  readonly reason: string;
}

const EITHER_IS_REFUSED = "Both are only held against zero, and refused with one error: their order says nothing.";

export const explained: readonly Explained[] = [
  {
    file: "contracts/src/SignedRequests.sol",
    operator: "drop a write",
    text: "_requester = address(0)",
    reason:
      "The contract calls itself here only, and each time names the requester before; what a transaction leaves behind is gone with it.",
  },
  {
    file: "contracts/src/registry/Attestations.sol",
    operator: "drop a check",
    text: "person.acceptedAt > _emergency().lastDisavowal",
    reason:
      "A shortcut that answers from a slot which is read anyway. A disavowed attester is barred for good, so that what was accepted later is never theirs; the gas snapshot notices.",
  },
  {
    file: "contracts/src/registry/Roles.sol",
    operator: "negate a literal",
    text: "false",
    count: 2,
    reason:
      "What granting or revoking inside answers, when nothing was to do; OpenZeppelin's callers look at it as little as ours.",
  },
  {
    file: "contracts/src/registry/Roles.sol",
    operator: "drop a call",
    text: "_checkHospitalOpen(RoleIds.hospitalOf(role))",
    reason:
      "For a doctor's role: only a registrar of the hospital grants it, and of one that is not open nobody is. For a registrar's, the same call is noticed.",
  },
  ...[
    "_checkContent(added.commitment, added.payload, capsules)",
    "_checkContent(corrected.commitment, corrected.payload, corrected.capsules)",
    "_checkContent(commitment, payload, capsules)",
  ].map((text) => ({
    file: "contracts/src/records/Reports.sol",
    operator: "swap arguments 1 and 2",
    text,
    reason: EITHER_IS_REFUSED,
  })),
];
