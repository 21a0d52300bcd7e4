import { ATTESTER_ROLE, doctorRole, registrarRole } from "@chartkey/protocol/role-id";
import { parseNetwork } from "../network/network.ts";
import { decodedCall } from "../chain/decoded.ts";
import { describe, expect, it } from "vitest";
import * as calls from "./administratorCalls.ts";

const account = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const chart = "0x1234567890abcdef1234567890abcdef12345678";
const network = parseNetwork({
  chainId: 1337,
  chainName: "Local",
  rpcUrls: ["http://127.0.0.1:8545"],
  registry: `0x${"1".repeat(40)}`,
  records: `0x${"2".repeat(40)}`,
  deployBlock: 1,
  subgraphUrl: "http://127.0.0.1:8000/subgraphs/name/subgraph-0",
  otpUrl: "http://127.0.0.1:8787",
  gatewayUrls: ["http://127.0.0.1:8080"],
  explorerUrl: null,
  walletConnectProjectId: null,
  local: null,
});

describe("what administrators decide, as transactions to the registry", () => {
  it.each([
    [calls.appointDoctor(network, 2, account), "grantRole", [doctorRole(2), account]],
    [calls.endDoctorAppointment(network, 2, account), "revokeRole", [doctorRole(2), account]],
    [calls.announceRegistrar(network, 2, account), "scheduleRoleGrant", [registrarRole(2), account]],
    [calls.appointRegistrar(network, 2, account), "grantRole", [registrarRole(2), account]],
    [calls.endRegistrarAppointment(network, 2, account), "revokeRole", [registrarRole(2), account]],
    [calls.announceVerifier(network, account), "scheduleRoleGrant", [ATTESTER_ROLE, account]],
    [calls.appointVerifier(network, account), "grantRole", [ATTESTER_ROLE, account]],
    [calls.endVerifierAppointment(network, account), "revokeRole", [ATTESTER_ROLE, account]],
    [calls.acceptCare(network, chart, 2), "acceptCare", [chart, "2"]],
    [calls.endCare(network, chart, 2), "endCare", [chart, "2"]],
    [calls.assignDoctor(network, chart, account, 2), "assignDoctor", [chart, account, "2"]],
    [calls.endAssignment(network, chart, account, 2), "endAssignment", [chart, account, "2"]],
    [calls.openHospital(network, 3, "Elmstead Infirmary"), "openHospital", ["3", "Elmstead Infirmary"]],
  ] as const)("%#: a call says exactly what was decided", (call, name, values) => {
    expect(call.to).toBe(network.registry);
    const decoded = decodedCall(network, call.to, call.data);
    expect(decoded?.name).toBe(name);
    expect(decoded?.values.map((value) => ("text" in value ? value.text : null))).toEqual(values);
  });

  it("never go to the contract that holds reports", () => {
    const made = [
      calls.appointVerifier(network, account),
      calls.endVerifierAppointment(network, account),
      calls.acceptCare(network, chart, 1),
    ];
    expect(made.every(({ to }) => to === network.registry)).toBe(true);
  });
});
