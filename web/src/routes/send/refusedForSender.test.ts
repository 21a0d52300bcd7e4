import { expect, it } from "vitest";
import { ContractRefusedError } from "#lib/chain/contractRefusedError.ts";
import { explain } from "#lib/words/explain.ts";
import { explainedRefusals } from "#lib/words/refusals.ts";
import { refusedForSender } from "./refusedForSender.ts";

const SPENT = [
  "ConsentStaleCounter",
  "ConsentStaleEpoch",
  "InvalidAccountNonce",
  "CareUnexpectedStatus",
  "RequestNotOpen",
  "ChartAlreadyRegistered",
];

it.each(SPENT)("what was sent before is said to be so, and nothing asked of the sender: %s", (name) => {
  expect(explainedRefusals).toContain(name);
  const { what, safe, next } = explain(refusedForSender(new ContractRefusedError(name)));
  expect(`${what} ${safe} ${next}`).toBe(
    "This was already sent, or the patient decided anew since. Nothing was sent now. There is nothing for you to do.",
  );
});

it("any other error stays what it is", () => {
  const others = [new ContractRefusedError("SignatureExpired"), new Error("away")];
  expect(others.map(refusedForSender)).toEqual(others);
});
