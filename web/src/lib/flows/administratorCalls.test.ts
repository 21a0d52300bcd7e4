import { ATTESTER_ROLE, doctorRole, PAUSER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import { sampleNetwork as network } from "../network/sampleNetwork.ts";
import { decodedCall } from "../chain/decoded.ts";
import { describe, expect, it } from "vitest";
import type { Call } from "../chain/call.ts";
import * as calls from "./administratorCalls.ts";

const account = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const chart = "0x1234567890abcdef1234567890abcdef12345678";

/** What each makes, by its name. */
const made: Record<keyof typeof calls, readonly [call: Call, name: string, values: readonly string[]]> = {
  appointDoctor: [calls.appointDoctor(network, 2, account), "grantRole", [doctorRole(2), account]],
  endDoctorAppointment: [calls.endDoctorAppointment(network, 2, account), "revokeRole", [doctorRole(2), account]],
  announceRegistrar: [calls.announceRegistrar(network, 2, account), "scheduleRoleGrant", [registrarRole(2), account]],
  appointRegistrar: [calls.appointRegistrar(network, 2, account), "grantRole", [registrarRole(2), account]],
  endRegistrarAppointment: [
    calls.endRegistrarAppointment(network, 2, account),
    "revokeRole",
    [registrarRole(2), account],
  ],
  announceVerifier: [calls.announceVerifier(network, account), "scheduleRoleGrant", [ATTESTER_ROLE, account]],
  appointVerifier: [calls.appointVerifier(network, account), "grantRole", [ATTESTER_ROLE, account]],
  endVerifierAppointment: [calls.endVerifierAppointment(network, account), "revokeRole", [ATTESTER_ROLE, account]],
  disownVerifier: [calls.disownVerifier(network, account, 1_790_000_000), "disavowAttester", [account, "1790000000"]],
  appointPauser: [calls.appointPauser(network, account), "grantRole", [PAUSER_ROLE, account]],
  endPauserAppointment: [calls.endPauserAppointment(network, account), "revokeRole", [PAUSER_ROLE, account]],
  pauseNetwork: [calls.pauseNetwork(network), "pause", []],
  endPause: [calls.endPause(network), "unpause", []],
  beginHandover: [calls.beginHandover(network, account), "beginDefaultAdminTransfer", [account]],
  callOffHandover: [calls.callOffHandover(network), "cancelDefaultAdminTransfer", []],
  acceptHandover: [calls.acceptHandover(network), "acceptDefaultAdminTransfer", []],
  acceptCare: [calls.acceptCare(network, chart, 2), "acceptCare", [chart, "2"]],
  suspendCare: [calls.suspendCare(network, chart, 2), "suspendCare", [chart, "2"]],
  resumeCare: [calls.resumeCare(network, chart, 2), "resumeCare", [chart, "2"]],
  endCare: [calls.endCare(network, chart, 2), "endCare", [chart, "2"]],
  assignDoctor: [calls.assignDoctor(network, chart, account, 2), "assignDoctor", [chart, account, "2"]],
  endAssignment: [calls.endAssignment(network, chart, account, 2), "endAssignment", [chart, account, "2"]],
  openHospital: [calls.openHospital(network, 3, "Elmstead Infirmary"), "openHospital", ["3", "Elmstead Infirmary"]],
};

describe("what administrators decide, as transactions", () => {
  it.each(Object.entries(made))("%s says exactly what was decided", (_, [call, name, values]) => {
    const decoded = decodedCall(network, call.to, call.data);
    expect(decoded?.name).toBe(name);
    expect(decoded?.values.map((value) => ("text" in value ? value.text : null))).toEqual(values);
  });

  it("never goes to the contract that holds reports: there is no way from this desk to one", () => {
    expect(Object.keys(made).sort()).toEqual(Object.keys(calls).sort());
    expect(Object.values(made).every(([{ to }]) => to === network.registry)).toBe(true);
  });
});
