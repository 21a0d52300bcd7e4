import { chartOfReport, type ReportId } from "@chartkey/protocol/report-id";
import { isAddressEqual, type Address } from "viem";
import type { ReportStanding } from "../network/records.ts";
import { Refusal } from "../refusal.ts";

/** Whose uploads for a report somebody may remove, of those that nothing live refers to: anybody's, or only their own. */
export type Reach = "everybody" | "own";

/**
 * What an account may remove of a report: its patient everything, unless a recovery is under way, and its author everything once
 * it is retracted. Anybody may take back their own uploads, such as a report that they locked, stored and never added.
 *
 * [Note: taking back an upload] An upload that never reached the chain is known to nobody but who uploaded it, so that its
 * uploader, by the tag that the store keeps, is the only one to ask. The id that they uploaded it for proves nothing: whoever adds
 * a report may name blobs in it that they uploaded for another id. So what any event of the chart refers to is live, and any part
 * that a live head of the chart names, whatever the id. Beyond the chart nobody looks: whoever uploads for an id of another chart, and
 * names that blob here, can take it back, as authors can always name what they never stored, or stored elsewhere.
 *
 * @throws {Refusal} `recovery_under_way` or `not_yours`
 */
export function reachOf(account: Address, report: ReportId, standing: ReportStanding): Reach {
  const { holder, frozen, author, status } = standing;
  const isAuthor = author === account.toLowerCase() && author !== chartOfReport(report);
  if (isAuthor && status === "retracted") return "everybody";
  if (!isAddressEqual(holder, account)) {
    // Of what was retracted or erased nothing is live: what remains of it is not for those who once uploaded a piece to decide.
    if (status === "live") return "own";
    throw notYours();
  }
  if (frozen) {
    throw new Refusal(
      403,
      "recovery_under_way",
      "A recovery of this chart is under way. Nothing was removed. Try again when it is over.",
    );
  }
  return "everybody";
}

export function notYours() {
  return new Refusal(
    403,
    "not_yours",
    "Only the patient can remove the files of a report, or its author after retracting it, and anybody what they uploaded and nothing refers to. Nothing was removed.",
  );
}
