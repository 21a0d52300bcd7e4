import { recordsAbi } from "@chartkey/protocol/generated/records";
import { decodeFunctionData } from "viem";
import type { App } from "../app.ts";
import { locationOf } from "../network/locationOf.ts";
import { keptCapsules, keptHead, type KeptUpload } from "./keptUpload.ts";

/**
 * The title of a report that waits on this device, which is locked with it: opened by the capsule that its author has in what was kept.
 * Null for what is no report or correction of the account here. Nothing is fetched.
 *
 * @throws an error of the protocol when the keys are locked, or none of them opens it.
 */
export async function titleOfUpload({ keys, network, wallet }: App, upload: KeptUpload): Promise<string | null> {
  const { functionName, args } = decodeFunctionData({ abi: recordsAbi, data: upload.call.data });
  if (functionName !== "addReport" && functionName !== "correctReport") return null;
  const [{ commitment, payload: digest, hospital }] = args;
  const { version, epoch } = "version" in args[0] ? args[0] : { version: 1, epoch: 1 };

  const { address } = wallet.client.account;
  const location = locationOf(network);
  const author = hospital === 0 ? upload.chart : address;
  const context = { kind: "report", location, report: upload.report, version, epoch, author } as const;
  const open = async () => {
    await keys.holder.learnFrom(location, address, await keptCapsules(upload));
    return keys.holder.openHead(await keptHead(upload), { context, commitment, digest });
  };
  return (await keys.whileUnlocked(open())).metadata.title;
}
