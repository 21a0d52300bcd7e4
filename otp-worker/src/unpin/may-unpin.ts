import { chartOfReport, type ReportId } from "@chartkey/protocol/report-id";
import { isAddressEqual, type Address } from "viem";
import type { ReportStanding } from "../network/records.ts";
import { Refusal } from "../refusal.ts";

/**
 * Whether an account may remove blobs of a report: its patient may, unless a recovery is under way, and its author once it is
 * retracted.
 *
 * @throws {Refusal} `recovery_under_way` or `not_yours`
 */
export function requireMayUnpin(account: Address, report: ReportId, standing: ReportStanding) {
  const { holder, frozen, author, status } = standing;
  const isAuthor = author === account.toLowerCase() && author !== chartOfReport(report);
  if (isAuthor && status === "retracted") return;
  if (!isAddressEqual(holder, account)) {
    throw new Refusal(
      403,
      "not_yours",
      "Only the patient can remove the files of a report, or its author after retracting it. Nothing was removed.",
    );
  }
  if (frozen) {
    throw new Refusal(
      403,
      "recovery_under_way",
      "A recovery of this chart is under way. Nothing was removed. Try again when it is over.",
    );
  }
}
