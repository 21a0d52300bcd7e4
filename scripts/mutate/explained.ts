/** A mutant that no test can notice, or that none needs to, and why. Found again by its place and operator. */
export interface Explained {
  readonly file: string;
  readonly operator: string;
  readonly text: string;
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
