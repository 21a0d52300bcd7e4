import type { ChartId } from "@chartkey/protocol/chart";
import { hashTypedData } from "viem";
import { m } from "#messages";
import { carriedOf, signedActFrom, type Carried } from "../acts/signedCode.ts";
import { chartOfAct, formOfAct, type Binding, type PatientAct, type SignedAct } from "../acts/patientAct.ts";
import type { App } from "../app.ts";
import type { Call } from "../chain/call.ts";
import { controlOf, nonceOf, pairStateOf } from "../chain/signatures.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { joinNetwork } from "../wallet/joinNetwork.ts";

/** Days that whoever sends it has for it. */
export const SIGNED_FOR_DAYS = 7;

/** Has the patient's wallet sign an act, for somebody else to send. Costs nothing and changes nothing until it is sent. */
export async function signAct(app: App, act: PatientAct): Promise<{ carried: Carried; deadline: number }> {
  const { chain, network, wallet } = app;
  const binding = await bindingOf(app, act);
  const { timestamp } = await chain.client.getBlock();
  // The clock of the chain decides, and a local one may be ahead of this device.
  const now = Math.max(Number(timestamp), Math.floor(Date.now() / 1000));
  const deadline = BigInt(now + SIGNED_FOR_DAYS * 86_400);
  const form = formOfAct(network, act, binding, deadline);
  await joinNetwork(wallet);
  const signature = await wallet.client.signTypedData(form as Parameters<typeof wallet.client.signTypedData>[0]);
  const carried = await carriedOf(network, { act, deadline, signature }, location.origin);
  // A registration has no chart to tell by what became of it: whoever signs one stays with it until it is sent.
  if (act.kind !== "register") await app.signedActs.keep(app, carried, Number(deadline), binding);
  return { carried, deadline: Number(deadline) };
}

/** Makes a call of the patient's an act that others can send. */
export async function requestAct({ chain, network }: App, chart: ChartId, call: Call): Promise<PatientAct> {
  return { kind: "request", chart, call, nonce: await nonceOf(chain, call.to === network.registry, chart) };
}

/** A signed act as whoever is to send it sees it: checked, with what it costs. */
export type ReadyToSend = {
  signed: SignedAct;
  call: Call;
  chart: ChartId | null;
  /** In wei; an estimate. */
  fee: bigint;
};

/**
 * Reads what a patient signed, checks that they did, and tries it on a node.
 *
 * @throws ExplainedError when it is no signed act, is too late or is not the patient's; ContractRefusedError when the contract says no.
 */
export async function readSignedAct(app: App, carried: string): Promise<ReadyToSend> {
  const { network, chain, transactions } = app;
  const { signed, call } = await signedActFrom(network, carried);
  const { timestamp } = await chain.client.getBlock();
  if (signed.deadline < timestamp) throw new ExplainedError(tooLate);

  const signer = await signerOf(app, signed.act);
  const form = formOfAct(network, signed.act, await bindingOf(app, signed.act), signed.deadline);
  const hash = hashTypedData(form as Parameters<typeof hashTypedData>[0]);
  const isTheirs = await chain.client.verifyHash({ address: signer, hash, signature: signed.signature });
  // Anything else may still be right, such as a stop by the recovery key; the contract says so below.
  if (!isTheirs && !signed.act.kind.startsWith("stop")) throw new ExplainedError(notTheirs);
  return { signed, call, chart: chartOfAct(signed.act), fee: await transactions.feeOf(call) };
}

async function signerOf({ chain }: App, act: PatientAct) {
  const chart = chartOfAct(act);
  if (act.kind === "register") return act.holder;
  const holder = chart && (await controlOf(chain, chart)).holder;
  if (!holder) throw new ExplainedError(noChart);
  return holder;
}

async function bindingOf({ chain }: App, act: PatientAct): Promise<Binding> {
  const chart = chartOfAct(act);
  if (chart === null) return { epoch: 0, generation: 0 };
  const [{ epoch }, { generation }] = await Promise.all([
    controlOf(chain, chart),
    act.kind === "share" ? pairStateOf(chain, chart, act.grantee) : { generation: 0 },
  ]);
  return { epoch, generation };
}

const tooLate: Explanation = {
  what: m.keys_flows_sign_act_too_late_what(),
  safe: m.keys_flows_sign_act_nothing_sent(),
  next: m.keys_flows_sign_act_sign_again(),
  remedy: null,
};
const notTheirs: Explanation = {
  what: m.keys_flows_sign_act_not_theirs_what(),
  safe: m.keys_flows_sign_act_nothing_sent(),
  next: m.keys_flows_sign_act_sign_again(),
  remedy: null,
};
const noChart: Explanation = {
  what: m.keys_flows_sign_act_no_chart_what(),
  safe: m.keys_flows_sign_act_nothing_sent(),
  next: m.keys_flows_sign_act_no_chart_next(),
  remedy: null,
};
