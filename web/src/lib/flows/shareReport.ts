import type { SealedThing } from "@chartkey/protocol/capsule-format";
import { purposeIndex, type Purpose } from "@chartkey/protocol/purpose";
import { proxy } from "comlink";
import type { Address } from "viem";
import type { App } from "../app.ts";
import { accountSignatureCheck } from "../chain/accountSignature.ts";
import { recordsCall } from "../chain/call.ts";
import { consentCounterOf } from "../chain/reads.ts";
import type { RemarkRow, ReportRow } from "../history/rows.ts";
import { locationOf } from "../network/locationOf.ts";
import { capsulesField } from "./capsuleBundle.ts";
import type { OnProgress } from "./progress.ts";
import { recipientOf } from "./recipientOf.ts";

/** What is shared, exactly as it is put on the public record. `expiry` in Unix seconds, the last one included. */
export type Share = {
  report: ReportRow;
  remarks: readonly RemarkRow[];
  grantee: Address;
  expiry: number;
  purpose: Purpose;
};

/**
 * Shares a report and the remarks on it with a doctor: their content keys are wrapped for the doctor's newest key, which is
 * checked first. The key holder must have opened them.
 */
export async function shareReport(app: App, share: Share, onProgress: OnProgress): Promise<void> {
  const { chain, keys, network } = app;
  onProgress({ step: "locking" });
  const recipient = await recipientOf(app, share.grantee);
  const { report, version, epoch } = share.report;
  const things: SealedThing[] = [
    { kind: "report", report, version, epoch },
    ...share.remarks.map(({ version, epoch, commitment }) => ({
      kind: "remark" as const,
      report,
      version,
      epoch,
      commitment,
    })),
  ];
  const bundle = await keys.holder.wrapFor(
    locationOf(network),
    things,
    [recipient],
    proxy(accountSignatureCheck(chain)),
  );

  const capsules = await capsulesField(app, report, bundle, onProgress);
  const call = recordsCall(network, "grantConsents", [
    {
      grantee: share.grantee,
      expiry: BigInt(share.expiry),
      purpose: purposeIndex(share.purpose),
      granteeKeyVersion: recipient.registered.version,
      shares: [{ report, counter: await consentCounterOf(chain, report, share.grantee), capsules }],
    },
  ]);
  await app.transactions.run(call, (step) => onProgress({ step }));
}
