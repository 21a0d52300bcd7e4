import { cardCodeOf } from "@chartkey/protocol/card-code";
import type { ChartId } from "@chartkey/protocol/chart";
import type { Address } from "viem";
import { shortAddress } from "#components/names.ts";
import type { Hospital } from "#lib/chain/who.ts";
import { acceptCare, assignDoctor, endAssignment, endCare } from "#lib/flows/administratorCalls.ts";
import type { Network } from "#lib/network/network.ts";
import type { Decision } from "./decisions.svelte.ts";

export function accepting(network: Network, hospital: Hospital, chart: ChartId): Decision {
  const code = cardCodeOf(chart);
  return {
    title: `Accept patient ${code}?`,
    say: ["The patient with card code ", { strong: code }, ` becomes a patient of ${hospital.name}.`],
    note: "You can then assign doctors to them. Neither you nor a doctor reads anything until the patient shares.",
    confirm: "Accept",
    done: `Patient ${code} is accepted.`,
    call: acceptCare(network, chart, hospital.id),
  };
}

/** The card code is not said here: who asked has not shown their card. */
export function declining(network: Network, hospital: Hospital, chart: ChartId): Decision {
  return {
    title: `Decline the request of ${shortAddress(chart)}?`,
    say: ["Chart ", { code: chart }, ` is not accepted at ${hospital.name}.`],
    note: "The patient sees that you declined, and can ask again.",
    confirm: "Decline",
    cancel: "Keep the request",
    ends: true,
    done: `The request of ${shortAddress(chart)} is declined.`,
    call: endCare(network, chart, hospital.id),
  };
}

export function endingCare(network: Network, hospital: Hospital, chart: ChartId): Decision {
  const code = cardCodeOf(chart);
  return {
    title: `End care for patient ${code}?`,
    say: ["The patient with card code ", { strong: code }, ` is no patient of ${hospital.name} any more, from now on.`],
    note: "Every assignment to them here ends with it. Their reports stay theirs, and what they shared stays shared. They can ask again.",
    confirm: "End care",
    cancel: "Keep care",
    ends: true,
    done: `Care for patient ${code} has ended.`,
    call: endCare(network, chart, hospital.id),
  };
}

type Who = { account: Address; name: string };

export function assigning(network: Network, hospital: Hospital, chart: ChartId, doctor: Who): Decision {
  const code = cardCodeOf(chart);
  return {
    title: `Assign ${doctor.name} to patient ${code}?`,
    say: [{ strong: doctor.name }, " can add reports for patient ", { strong: code }, ` at ${hospital.name}.`],
    note: "They read nothing until the patient shares. You can end this at any time.",
    confirm: "Assign",
    done: `${doctor.name} is assigned to patient ${code}.`,
    call: assignDoctor(network, chart, doctor.account, hospital.id),
  };
}

export function endingAssignment(network: Network, hospital: Hospital, chart: ChartId, doctor: Who): Decision {
  const code = cardCodeOf(chart);
  return {
    title: `End the assignment of ${doctor.name}?`,
    say: [{ strong: doctor.name }, " can add no more reports for patient ", { strong: code }, ` at ${hospital.name}.`],
    note: "What they added stays in the chart. What the patient shares with them is the patient’s decision and does not change.",
    confirm: "End assignment",
    cancel: "Keep assigned",
    ends: true,
    done: `The assignment of ${doctor.name} to patient ${code} has ended.`,
    call: endAssignment(network, chart, doctor.account, hospital.id),
  };
}
