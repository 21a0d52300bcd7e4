import type { DocumentNode } from "graphql";
import { print } from "graphql";
import { getAddress, pad, toHex, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { readAuditEvents } from "./auditEvents.ts";
import { readCareAtHospital } from "./careAtHospital.ts";
import { readDoctors } from "./doctors.ts";
import type { History } from "./history.svelte.ts";
import { readPublicAccount } from "./publicAccount.ts";

/** More than graph-node gives at a time. */
const MANY = 2_001;

const account = (number: number) => pad(toHex(number), { size: 20 });
const id = (number: number) => pad(toHex(number), { size: 24 });
const many = <Row>(row: (number: number) => Row): Row[] => Array.from({ length: MANY }, (_, number) => row(number + 1));

/** A subgraph with these rows, which gives no more than it is asked for, and never more than a thousand. */
function indexOf(lists: Record<string, readonly { id: Hex }[] | object>): History {
  const ask = async (document: DocumentNode, variables: { after?: string; first?: number }) => {
    const [list = ""] = /(?<=\{\s*)\w+(?=\()/.exec(print(document)) ?? [];
    const rows = lists[list] ?? [];
    if (!Array.isArray(rows)) return { [list]: rows };
    const left = (rows as { id: Hex }[]).filter((row) => row.id > (variables.after ?? ""));
    return { [list]: left.slice(0, Math.min(variables.first ?? 100, 1_000)) };
  };
  return { read: (from: (asks: unknown) => unknown) => from(ask) } as unknown as History;
}

describe("lists longer than graph-node gives at a time", () => {
  const [doctor, chart, patient] = [account(1), account(2), account(3)];
  const attestation = {
    ...{ professionalName: "Dr Lena Hallowell", specialty: "Cardiology", validUntil: "9000", generation: 1 },
    ...{ acceptedAt: "100", revokedAt: null },
    attester: { id: account(9), disavowedSince: null, disavowed: null },
  };

  it("of a doctor's appointments are whole, oldest first", async () => {
    const hospital = { id: "1", name: "Northfield Hospital" };
    const roleMemberships = many((number) => {
      return { id: id(number), account: { id: doctor }, since: String(MANY - number), until: null, hospital };
    });
    const [found] = await readDoctors(indexOf({ accounts: [{ id: doctor, attestation }], roleMemberships }));
    expect(found?.appointments).toHaveLength(MANY);
    expect(found?.appointments[0]?.since).toBe(0);
  });

  it("of the assignments in one care are whole, oldest first", async () => {
    const care = {
      ...{ id: id(7), chart: { id: chart, holder: { id: patient } }, status: "ENDED", askedAt: "1" },
      ...{ acceptedAt: "2", suspendedAt: null, endedAt: "3", ended: { actor: { id: account(500) } } },
    };
    const assignments = many((number) => ({
      ...{ id: id(number), care: { id: care.id }, doctor: { id: doctor, attestation } },
      ...{ attestationGeneration: 1, assignedAt: String(MANY - number), endedAt: null },
    }));
    // The patient whose chart it was long ago ended it.
    const recoveries = many((number) => {
      return {
        id: id(number),
        chart: { id: chart },
        oldHolder: { id: account(number === MANY ? 500 : number + 10_000) },
      };
    });
    const [period] = await readCareAtHospital(indexOf({ cares: [care], assignments, recoveries }), 1);
    expect(period?.assignments).toHaveLength(MANY);
    expect(period?.assignments[0]?.assignedAt).toBe(0);
    expect(period?.endedBy).toBe("patient");
  });

  it("of verifications are whole, newest first", async () => {
    const attestations = many((number) => {
      return { ...attestation, id: id(number), acceptedAt: String(number), accepted: { transaction: "0x01" } };
    });
    const history = indexOf({ account: { chart: null, key: null }, attestations });
    const found = await readPublicAccount(history, getAddress(doctor));
    expect(found?.verifications).toHaveLength(MANY);
    expect(found?.verifications[0]?.since).toBe(MANY);
  });

  it("of a chart's former holders are whole, in turn", async () => {
    const recoveries = many((number) => {
      return { id: id(number), chart: { id: chart }, oldHolder: { id: account(number) } };
    });
    const event = {
      ...{ id: id(1), name: "CareEnded", report: null, actor: null, account: null, hospital: null, role: null },
      ...{ grant: null, standingGrant: null, request: null, recovery: null, replacement: null },
      ...{ chart: { id: chart, holder: { id: patient } }, sender: { id: patient, chart: null, attestation: null } },
      ...{ block: "1", timestamp: "1", transaction: "0x01" },
    };
    const { events } = await readAuditEvents(indexOf({ auditEvents: [event], recoveries }), {}, null, 20);
    expect(events[0]?.chart?.formerHolders).toHaveLength(MANY);
    expect(events[0]?.chart?.formerHolders[0]).toBe(getAddress(account(1)));
  });
});
