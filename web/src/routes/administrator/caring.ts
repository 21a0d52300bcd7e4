import { cardCodeOf } from "@chartkey/protocol/card-code";
import type { ChartId } from "@chartkey/protocol/chart";
import type { Address } from "viem";
import { shortAddress } from "#components/names.ts";
import type { Hospital } from "#lib/chain/who.ts";
import {
  acceptCare,
  assignDoctor,
  endAssignment,
  endCare,
  resumeCare,
  suspendCare,
} from "#lib/flows/administratorCalls.ts";
import type { Network } from "#lib/network/network.ts";
import type { Decision } from "./decisions.svelte.ts";

export function accepting(network: Network, hospital: Hospital, chart: ChartId): Decision {
  const code = cardCodeOf(chart);
  return {
    title: `Accept patient ${code}?`,
    note: "You can then assign doctors to them. Neither you nor a doctor reads anything until the patient shares.",
    confirm: "Accept",
    done: `Patient ${code} is accepted.`,
    calls: [acceptCare(network, chart, hospital.id)],
  };
}

/** The card code is not said here: who asked has not shown their card. */
export function declining(network: Network, hospital: Hospital, chart: ChartId): Decision {
  return {
    title: `Decline the request of ${shortAddress(chart)}?`,
    note: "The patient sees that you declined, and can ask again.",
    confirm: "Decline",
    cancel: "Keep the request",
    ends: true,
    done: `The request of ${shortAddress(chart)} is declined.`,
    calls: [endCare(network, chart, hospital.id)],
  };
}

export function endingCare(network: Network, hospital: Hospital, chart: ChartId): Decision {
  const code = cardCodeOf(chart);
  return {
    title: `End care for patient ${code}?`,
    note: "Every assignment to them here ends with it. Their reports stay theirs, and what they shared stays shared. They can ask again.",
    confirm: "End care",
    cancel: "Keep care",
    ends: true,
    done: `Care for patient ${code} has ended.`,
    calls: [endCare(network, chart, hospital.id)],
  };
}

export function suspendingCare(network: Network, hospital: Hospital, chart: ChartId): Decision {
  const code = cardCodeOf(chart);
  return {
    title: `Suspend care for patient ${code}?`,
    note: "Until you resume it, no doctor can add reports for them here or be assigned. Nothing ends: the assignments rest, and what the patient shared stays shared.",
    confirm: "Suspend care",
    cancel: "Keep care",
    ends: true,
    done: `Care for patient ${code} is suspended.`,
    calls: [suspendCare(network, chart, hospital.id)],
  };
}

export function resumingCare(network: Network, hospital: Hospital, chart: ChartId): Decision {
  const code = cardCodeOf(chart);
  return {
    title: `Resume care for patient ${code}?`,
    note: "Assignments that you did not end meanwhile count again.",
    confirm: "Resume care",
    done: `Care for patient ${code} goes on.`,
    calls: [resumeCare(network, chart, hospital.id)],
  };
}

type Who = { account: Address; name: string };

export function assigning(network: Network, hospital: Hospital, chart: ChartId, doctor: Who): Decision {
  const code = cardCodeOf(chart);
  return {
    title: `Assign ${doctor.name} to patient ${code}?`,
    note: "They read nothing until the patient shares. You can end this at any time.",
    confirm: "Assign",
    done: `${doctor.name} is assigned to patient ${code}.`,
    calls: [assignDoctor(network, chart, doctor.account, hospital.id)],
  };
}

export function endingAssignment(network: Network, hospital: Hospital, chart: ChartId, doctor: Who): Decision {
  const code = cardCodeOf(chart);
  return {
    title: `End the assignment of ${doctor.name}?`,
    note: "What they added stays in the chart. What the patient shares with them is the patient’s decision and does not change.",
    confirm: "End assignment",
    cancel: "Keep assigned",
    ends: true,
    done: `The assignment of ${doctor.name} to patient ${code} has ended.`,
    calls: [endAssignment(network, chart, doctor.account, hospital.id)],
  };
}
