import { doctorRole, registrarRole } from "@chartkey/protocol/role-id";
import { getAddress, pad, toHex, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { assignmentState } from "../assignmentState.ts";
import { auditFromLogs } from "./auditFromLogs.ts";
import { careAtHospitalFromLogs } from "./careAtHospitalFromLogs.ts";
import { doctorsFromLogs } from "./doctorsFromLogs.ts";
import { publicAccountFromLogs, publicReportFromLogs } from "./publicFromLogs.ts";
import { RecordNames, type RecordEvent } from "./recordEvents.ts";
import { rolesFromLogs } from "./rolesFromLogs.ts";

const address = (number: number) => getAddress(pad(toHex(number), { size: 20 }));
const admin = address(1);
const registrar = address(2);
const verifier = address(3);
const hallowell = address(4);
const patient = address(5);
const chart: Hex = "0x1234567890abcdef1234567890abcdef12345678";
const report: Hex = `${chart}${"ab".repeat(12)}`;
const transaction = (number: number) => pad(toHex(number), { size: 32 });

/** Events in the order given, the nth in block n at n × 100 seconds. */
const record = (...events: [name: string, args: object][]): RecordEvent[] =>
  events.map(
    ([eventName, args], index) =>
      ({
        eventName,
        args,
        blockNumber: BigInt(index + 1),
        logIndex: 0,
        transactionHash: transaction(index + 1),
        at: (index + 1) * 100,
      }) as unknown as RecordEvent,
  );

const opened = ["HospitalOpened", { hospital: 1, name: "Northfield Hospital" }] as [string, object];
const attested = (generation = 1): [string, object] => [
  "DoctorAttested",
  {
    subject: hallowell,
    attester: verifier,
    professionalName: "Dr Lena Hallowell",
    specialty: "Cardiology",
    validUntil: 9_000n,
    issuedAt: BigInt(generation),
    generation,
  },
];
const appointed: [string, object] = ["RoleGranted", { role: doctorRole(1), account: hallowell, sender: registrar }];
const dismissed: [string, object] = ["RoleRevoked", { role: doctorRole(1), account: hallowell, sender: registrar }];
const registered: [string, object] = ["PatientRegistered", { chart, holder: patient }];
const care = (name: string, actor = registrar): [string, object] => [name, { chart, hospital: 1, actor }];
const assigned: [string, object] = [
  "DoctorAssigned",
  { chart, doctor: hallowell, hospital: 1, actor: registrar, attestationGeneration: 1 },
];
const unassigned: [string, object] = ["AssignmentEnded", { chart, doctor: hallowell, hospital: 1, actor: registrar }];

describe("roles without the index", () => {
  it("give each grant a period of its own, ended by the revocation after it", () => {
    const events = record(opened, attested(), appointed, dismissed, appointed);
    const [second, first] = rolesFromLogs(events, new RecordNames(events));
    expect(first).toMatchObject({
      role: "DOCTOR",
      hospital: { id: 1, name: "Northfield Hospital" },
      account: hallowell,
      name: "Dr Lena Hallowell",
      granted: { at: 300, by: registrar, transaction: transaction(3) },
      revoked: { at: 400, by: registrar, transaction: transaction(4) },
    });
    expect(second).toMatchObject({ granted: { at: 500 }, revoked: null });
    expect(second?.id.slice(-8)).toBe("00000002");
  });

  it("tell registrars of one hospital from roles of the network and from roles nobody knows", () => {
    const grant = (role: Hex): [string, object] => ["RoleGranted", { role, account: registrar, sender: admin }];
    const events = record(grant(registrarRole(1)), grant(pad("0x00", { size: 32 })), grant(pad("0x77", { size: 32 })));
    expect(rolesFromLogs(events, new RecordNames(events)).map(({ role, hospital }) => [role, hospital?.id])).toEqual([
      ["OTHER", undefined],
      ["DEFAULT_ADMIN", undefined],
      ["REGISTRAR", 1],
    ]);
  });
});

describe("doctors without the index", () => {
  it("show the newest verification, and a revocation only until the next one", () => {
    const revoked: [string, object] = ["AttestationRevoked", { subject: hallowell, actor: verifier, generation: 1 }];
    expect(doctorsFromLogs(record(attested(), revoked))).toMatchObject([{ revokedAt: 200, generation: 1 }]);
    expect(doctorsFromLogs(record(attested(), revoked, attested(2)))).toMatchObject([
      { revokedAt: null, generation: 2, verifiedAt: 300, verifier, validUntil: 9_000 },
    ]);
  });

  it("keep their appointments, oldest first", () => {
    const [doctor] = doctorsFromLogs(record(opened, attested(), appointed, dismissed, appointed));
    expect(doctor?.appointments).toEqual([
      { hospital: { id: 1, name: "Northfield Hospital" }, since: 300, until: 400 },
      { hospital: { id: 1, name: "Northfield Hospital" }, since: 500, until: null },
    ]);
  });
});

describe("care without the index", () => {
  const at = (hospital: number, ...given: [string, object][]) => {
    const events = record(registered, attested(), ...given);
    return careAtHospitalFromLogs(events, hospital, new RecordNames(events));
  };

  it("goes from asked to accepted to ended, and asking again begins anew", () => {
    const asked = care("CareAsked", patient);
    expect(at(1, asked)).toMatchObject([{ chart, status: "ASKED", askedAt: 300, acceptedAt: null }]);
    expect(at(1, asked, care("CareAccepted"))).toMatchObject([{ status: "ACCEPTED", acceptedAt: 400 }]);
    expect(at(1, asked, care("CareEnded"), asked)).toMatchObject([
      { status: "ENDED", endedAt: 400, endedBy: "hospital" },
      { status: "ASKED", askedAt: 500, endedAt: null },
    ]);
  });

  it("tells a patient who left from a hospital that ended it", () => {
    expect(at(1, care("CareAsked", patient), care("CareEnded", patient))).toMatchObject([{ endedBy: "patient" }]);
  });

  it("leaves out other hospitals", () => {
    expect(at(2, care("CareAsked", patient))).toEqual([]);
  });

  it("holds assignments, of which ending one leaves the one after it", () => {
    const begin = [care("CareAsked", patient), care("CareAccepted")];
    const [period] = at(1, ...begin, assigned, unassigned, assigned);
    expect(period?.assignments).toMatchObject([
      { doctor: hallowell, doctorName: "Dr Lena Hallowell", generation: 1, assignedAt: 500, endedAt: 600 },
      { assignedAt: 700, endedAt: null },
    ]);
  });

  it("ends its assignments with itself", () => {
    const events = record(
      opened,
      registered,
      attested(),
      appointed,
      care("CareAsked", patient),
      care("CareAccepted"),
      assigned,
      care("CareEnded"),
    );
    const [period] = careAtHospitalFromLogs(events, 1, new RecordNames(events));
    const [doctor] = doctorsFromLogs(events);
    expect(assignmentState(period!.assignments[0]!, period!, 1, doctor!, 1_000)).toEqual({
      kind: "ended",
      why: "care",
      at: 800,
    });
  });
});

describe("consents without the index", () => {
  const granted = (counter: number, expiry = 5_000n): [string, object] => [
    "ConsentGranted",
    { report, chart, grantee: hallowell, actor: patient, expiry, purpose: 1, counter, attestationGeneration: 1 },
  ];
  const stopped: [string, object] = [
    "ConsentStopped",
    { report, chart, grantee: hallowell, actor: patient, counter: 4 },
  ];
  const added: [string, object] = [
    "ReportAdded",
    { report, chart, author: chart, actor: patient, hospital: 0, commitment: "0x01", payload: "0x02" },
  ];

  it("end by a newer one or by a stop", () => {
    const events = record(registered, attested(), added, granted(1), granted(2, 6_000n), stopped);
    expect(publicReportFromLogs(events, report)).toMatchObject({
      chart,
      holder: patient,
      doctor: null,
      hospital: null,
      addedAt: 300,
      grants: [
        { since: 500, expiry: 6_000, purpose: "TREAT", ended: { at: 600, why: "stopped" } },
        { since: 400, expiry: 5_000, grantee: { name: "Dr Lena Hallowell" }, ended: { at: 500, why: "replaced" } },
      ],
    });
    expect(publicReportFromLogs(events, pad("0x01", { size: 32 }))).toBeNull();
  });

  it("are told with their terms, a stop with those it ended", () => {
    const told = auditFromLogs(record(registered, attested(), granted(1), stopped));
    expect(told[3]).toMatchObject({
      id: "0x000000000000000400000000",
      name: "ConsentStopped",
      actor: { address: patient, name: null, isPatient: true },
      account: { address: hallowell, name: "Dr Lena Hallowell", isPatient: false },
      chart: { id: chart, holder: patient },
      report,
      grant: { expiry: 5_000, purpose: "TREAT" },
    });
  });
});

describe("an account without the index", () => {
  it("is what its events say of it, and nothing where none mentions it", () => {
    const events = record(registered, attested(), appointed);
    expect(publicAccountFromLogs(events, patient)).toMatchObject({
      chart: { id: chart, registeredAt: 100 },
      key: null,
    });
    expect(publicAccountFromLogs(events, hallowell)?.verifications).toMatchObject([{ verifier, since: 200 }]);
    expect(publicAccountFromLogs(events, address(99))).toBeNull();
  });
});
