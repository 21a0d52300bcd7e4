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
import { m } from "#messages";
import type { Decision } from "./decisions.svelte.ts";

export function accepting(network: Network, hospital: Hospital, chart: ChartId): Decision {
  const code = cardCodeOf(chart);
  return {
    title: m.administrator_caring_accept_title({ code }),
    note: m.administrator_caring_accept_note(),
    confirm: m.administrator_caring_accept_confirm(),
    done: m.administrator_caring_accept_done({ code }),
    calls: [acceptCare(network, chart, hospital.id)],
  };
}

/** The card code is not said here: who asked has not shown their card. */
export function declining(network: Network, hospital: Hospital, chart: ChartId): Decision {
  return {
    title: m.administrator_caring_decline_title({ chart: shortAddress(chart) }),
    note: m.administrator_caring_decline_note(),
    confirm: m.administrator_caring_decline_confirm(),
    cancel: m.administrator_caring_decline_cancel(),
    ends: true,
    done: m.administrator_caring_decline_done({ chart: shortAddress(chart) }),
    calls: [endCare(network, chart, hospital.id)],
  };
}

export function endingCare(network: Network, hospital: Hospital, chart: ChartId): Decision {
  const code = cardCodeOf(chart);
  return {
    title: m.administrator_caring_end_title({ code }),
    note: m.administrator_caring_end_note(),
    confirm: m.administrator_caring_end_confirm(),
    cancel: m.administrator_caring_keep_care(),
    ends: true,
    done: m.administrator_caring_end_done({ code }),
    calls: [endCare(network, chart, hospital.id)],
  };
}

export function suspendingCare(network: Network, hospital: Hospital, chart: ChartId): Decision {
  const code = cardCodeOf(chart);
  return {
    title: m.administrator_caring_suspend_title({ code }),
    note: m.administrator_caring_suspend_note(),
    confirm: m.administrator_caring_suspend_confirm(),
    cancel: m.administrator_caring_keep_care(),
    ends: true,
    done: m.administrator_caring_suspend_done({ code }),
    calls: [suspendCare(network, chart, hospital.id)],
  };
}

export function resumingCare(network: Network, hospital: Hospital, chart: ChartId): Decision {
  const code = cardCodeOf(chart);
  return {
    title: m.administrator_caring_resume_title({ code }),
    note: m.administrator_caring_resume_note(),
    confirm: m.administrator_caring_resume_confirm(),
    done: m.administrator_caring_resume_done({ code }),
    calls: [resumeCare(network, chart, hospital.id)],
  };
}

type Who = { account: Address; name: string };

export function assigning(network: Network, hospital: Hospital, chart: ChartId, doctor: Who): Decision {
  const code = cardCodeOf(chart);
  return {
    title: m.administrator_caring_assign_title({ doctor: doctor.name, code }),
    note: m.administrator_caring_assign_note(),
    confirm: m.administrator_caring_assign_confirm(),
    done: m.administrator_caring_assign_done({ doctor: doctor.name, code }),
    calls: [assignDoctor(network, chart, doctor.account, hospital.id)],
  };
}

export function endingAssignment(network: Network, hospital: Hospital, chart: ChartId, doctor: Who): Decision {
  const code = cardCodeOf(chart);
  return {
    title: m.administrator_caring_end_assignment_title({ doctor: doctor.name }),
    note: m.administrator_caring_end_assignment_note(),
    confirm: m.administrator_caring_end_assignment_confirm(),
    cancel: m.administrator_caring_end_assignment_cancel(),
    ends: true,
    done: m.administrator_caring_end_assignment_done({ doctor: doctor.name, code }),
    calls: [endAssignment(network, chart, doctor.account, hospital.id)],
  };
}
