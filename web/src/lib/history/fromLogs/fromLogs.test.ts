import { doctorRole, registrarRole } from "@chartkey/protocol/role-id";
import { getAddress, pad, toHex, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { assignmentState } from "../assignmentState.ts";
import { auditFromLogs } from "./auditFromLogs.ts";
import { careAtHospitalFromLogs } from "./careAtHospitalFromLogs.ts";
import { daysFromLogs } from "./daysFromLogs.ts";
import { doctorsFromLogs } from "./doctorsFromLogs.ts";
import { notEnded } from "./figuresFromLogs.ts";
import { publicAccountFromLogs, publicReportFromLogs } from "./publicFromLogs.ts";
import { RecordNames, type RecordEvent } from "./recordEvents.ts";
import { rolesFromLogs } from "./rolesFromLogs.ts";

const address = (number: number) => getAddress(pad(toHex(number), { size: 20 }));
const admin = address(1);
const registrar = address(2);
const verifier = address(3);
const hallowell = address(4);
const patient = address(5);
const newWallet = address(6);
const recoveryKey = address(7);
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

const opened = ["HospitalOpened", { hospital: 1, name: "Northfield Hospital", actor: admin }] as [string, object];
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
const disavowed = (since: number): [string, object] => [
  "AttesterDisavowed",
  { attester: verifier, actor: admin, since: BigInt(since) },
];
const registered: [string, object] = ["PatientRegistered", { chart, holder: patient, authoriser: recoveryKey }];
const recovered: [string, object] = ["ChartRecovered", { chart, newHolder: newWallet, oldHolder: patient, epoch: 1 }];
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

  it("end what their verifier said since the moment from which it is disowned", () => {
    expect(doctorsFromLogs(record(attested(), disavowed(100)))).toMatchObject([{ revokedAt: 200 }]);
    expect(doctorsFromLogs(record(attested(), disavowed(101)))).toMatchObject([{ revokedAt: null }]);
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

  it("knows a patient who left before their chart was recovered with a new wallet", () => {
    expect(at(1, care("CareAsked", patient), care("CareEnded", patient), recovered)).toMatchObject([
      { endedBy: "patient" },
    ]);
    expect(at(1, care("CareAsked", patient), recovered, care("CareEnded", newWallet))).toMatchObject([
      { endedBy: "patient" },
    ]);
  });

  it("rests while it is suspended", () => {
    const begin = [care("CareAsked", patient), care("CareAccepted"), care("CareSuspended")];
    expect(at(1, ...begin)).toMatchObject([{ status: "SUSPENDED", suspendedAt: 500 }]);
    expect(at(1, ...begin, care("CareResumed"))).toMatchObject([{ status: "ACCEPTED", suspendedAt: null }]);
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
  const standing = (counter: number, expiry = 5_000n): [string, object] => [
    "StandingConsentGranted",
    { chart, grantee: hallowell, actor: patient, expiry, purpose: 1, counter, attestationGeneration: 1 },
  ];
  const stopped: [string, object] = [
    "ConsentStopped",
    { report, chart, grantee: hallowell, actor: patient, counter: 4 },
  ];
  const everythingStopped: [string, object] = [
    "EverythingStopped",
    { chart, grantee: hallowell, actor: recoveryKey, counter: 3, generation: 1, consentEpoch: 2 },
  ];
  const added = (explicitOnly = false): [string, object] => [
    "ReportAdded",
    { report, chart, author: chart, actor: patient, hospital: 0, commitment: "0x01", payload: "0x02", explicitOnly },
  ];
  const corrected: [string, object] = [
    "ReportCorrected",
    { report, chart, actor: patient, version: 2, epoch: 1, hospital: 0, commitment: "0x03", payload: "0x04" },
  ];
  const rekeyed: [string, object] = [
    "ReportRekeyed",
    { report, chart, actor: patient, epoch: 2, payloads: ["0x05", "0x06"] },
  ];
  const retracted: [string, object] = ["ReportRetracted", { report, chart, actor: patient, reason: 4 }];
  const erased: [string, object] = ["ReportErased", { report, chart, actor: patient }];
  const requested: [string, object] = ["ConsentRequested", { report, chart, doctor: hallowell, purpose: 3 }];
  const declined: [string, object] = [
    "RequestDeclined",
    { report, chart, doctor: hallowell, actor: patient, notBefore: 9_000n },
  ];

  it("end by a newer one or by a stop", () => {
    const events = record(registered, attested(), added(), granted(1), granted(2, 6_000n), stopped);
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

  it("to one report and to all end together when everything is stopped", () => {
    const events = record(registered, attested(), added(), granted(1), standing(1), everythingStopped);
    expect(publicReportFromLogs(events, report)?.grants).toMatchObject([
      { isStanding: true, since: 500, ended: { at: 600, why: "everything-stopped", transaction: transaction(6) } },
      { isStanding: false, since: 400, ended: { at: 600, why: "everything-stopped" } },
    ]);
  });

  it("to all reports are not about one for explicit sharing, nor about one that came after them", () => {
    expect(publicReportFromLogs(record(standing(1), added(true)), report)?.grants).toEqual([]);
    expect(publicReportFromLogs(record(standing(1, 150n), added()), report)?.grants).toEqual([]);
    expect(publicReportFromLogs(record(standing(1), everythingStopped, added()), report)?.grants).toEqual([]);
    expect(publicReportFromLogs(record(standing(1), added()), report)?.grants).toHaveLength(1);
  });

  it("are beside what became of the report: its versions, its locks, its end", () => {
    expect(publicReportFromLogs(record(added(), corrected, rekeyed, retracted, erased), report)).toMatchObject({
      versions: [
        { version: 1, commitment: "0x01", at: 100 },
        { version: 2, commitment: "0x03", at: 200 },
      ],
      epoch: 2,
      payload: "0x06",
      retractedAt: 400,
      erasedAt: 500,
    });
  });

  it("are in force until something ends them, with or without a log of its own", () => {
    const count = (...given: [string, object][]) => notEnded(record(added(), ...given), 4_000).length;
    expect(count(granted(1), standing(1))).toBe(2);
    expect(count(granted(1), granted(2))).toBe(1);
    expect(count(granted(1, 3_999n), standing(1, 4_000n))).toBe(1);
    expect(count(granted(1), standing(1), stopped)).toBe(1);
    expect(count(granted(1), standing(1), everythingStopped)).toBe(0);
    expect(count(granted(1), standing(1), retracted)).toBe(1);
    expect(count(granted(1), standing(1), erased)).toBe(1);
  });

  it("are told with their terms, a stop with those it ended", () => {
    const told = auditFromLogs(record(registered, attested(), added(), granted(1), stopped));
    expect(told[4]).toMatchObject({
      id: "0x000000000000000500000000",
      name: "ConsentStopped",
      actor: { address: patient, name: null, isPatient: true },
      account: { address: hallowell, name: "Dr Lena Hallowell", isPatient: false },
      chart: { id: chart, holder: patient, formerHolders: [] },
      report,
      grant: { expiry: 5_000, purpose: "TREAT" },
    });
  });

  it("to all reports are told with their terms, too", () => {
    const told = auditFromLogs(record(registered, standing(1), everythingStopped));
    expect(told.slice(1)).toMatchObject([
      { report: null, grant: { expiry: 5_000, purpose: "TREAT" } },
      { actor: { address: recoveryKey }, grant: { expiry: 5_000, purpose: "TREAT" } },
    ]);
  });

  it("that were stopped before their report was added name none", () => {
    expect(auditFromLogs(record(registered, stopped, added())).map((event) => event.report)).toEqual([
      null,
      null,
      report,
    ]);
  });

  it("are beside remarks, of which only the first of a commitment is one and the others are locks of it", () => {
    const remarked = (of: Hex, commitment: Hex): [string, object] => [
      "RemarkAdded",
      { report: of, chart, actor: patient, epoch: 1, commitment, payload: "0x07", capsules: "0x" },
    ];
    const other: Hex = `${chart}${"cd".repeat(12)}`;
    const told = auditFromLogs(
      record(
        added(),
        remarked(report, "0x0a"),
        remarked(report, "0x0b"),
        remarked(other, "0x0a"),
        remarked(report, "0x0a"),
      ),
    );
    expect(told.map(({ isNewLock }) => isNewLock)).toEqual([false, false, false, false, true]);
  });

  it("that a doctor asks for are told with their purpose, a withdrawn report with its reason", () => {
    const told = auditFromLogs(record(added(), requested, declined, retracted));
    expect(told.map(({ requestedFor, reason }) => [requestedFor, reason])).toEqual([
      [null, null],
      ["COC", null],
      ["COC", null],
      [null, "DUPLICATE"],
    ]);
  });
});

describe("a chart with a new holder without the index", () => {
  const started: [string, object] = [
    "RecoveryStarted",
    { chart, newHolder: newWallet, actor: recoveryKey, readyAt: 7_000n },
  ];
  const cancelled: [string, object] = ["RecoveryCancelled", { chart, actor: patient }];

  it("is told with whoever held it before, and when it can be completed", () => {
    const told = auditFromLogs(record(registered, started, recovered));
    const now = { id: chart, holder: newWallet, formerHolders: [patient] };
    expect(told).toMatchObject([
      { chart: now, account: { address: patient, isPatient: false } },
      { chart: now, actor: { address: recoveryKey }, account: { address: newWallet, isPatient: true }, dueAt: 7_000 },
      { chart: now, actor: null, account: { address: newWallet }, dueAt: null },
    ]);
  });

  it("stays with its holder when that is cancelled", () => {
    const told = auditFromLogs(record(registered, started, cancelled));
    expect(told[2]).toMatchObject({
      actor: { address: patient },
      account: { address: newWallet },
      chart: { holder: patient, formerHolders: [] },
    });
  });

  it("is a patient’s by the account that holds it now", () => {
    const events = record(registered, recovered);
    expect(publicAccountFromLogs(events, newWallet)?.chart).toEqual({ id: chart, registeredAt: 100 });
    expect(publicAccountFromLogs(events, patient)?.chart).toBeNull();
  });
});

describe("a doctor’s change of wallet without the index", () => {
  it("is told with both wallets, also when it is vetoed", () => {
    const licenceTag = transaction(77);
    const told = auditFromLogs(
      record(
        attested(),
        [
          "ReplacementStarted",
          { licenceTag, oldSubject: hallowell, newSubject: newWallet, attester: verifier, readyAt: 8_000n },
        ],
        ["ReplacementVetoed", { licenceTag, actor: registrar }],
      ),
    );
    const both = { account: { address: newWallet }, replaced: { address: hallowell, name: "Dr Lena Hallowell" } };
    expect(told.slice(1)).toMatchObject([
      { ...both, actor: { address: newWallet }, dueAt: 8_000 },
      { ...both, actor: { address: registrar }, dueAt: null },
    ]);
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

  it("has no verification that is void with its verifier", () => {
    const [verification] = publicAccountFromLogs(record(attested(), disavowed(100)), hallowell)?.verifications ?? [];
    expect(verification).toMatchObject({ since: 100, revokedAt: 200 });
  });
});

describe("days without the index", () => {
  it("count each thing on the UTC day of its event, an account when it is first spoken of", () => {
    const reader = address(8);
    const remark = (actor: string): [string, object] => ["RemarkAdded", { report, chart, actor, commitment: "0x05" }];
    const events = record(
      registered,
      attested(),
      ["ReportAdded", { report, chart, author: hallowell.toLowerCase(), actor: hallowell, hospital: 1 }],
      attested(2),
      remark(hallowell),
      remark(patient),
      remark(reader),
    );
    // The last two are the first second of a day and the last of the day before.
    for (const [index, event] of events.entries()) event.at = 86_399 + (index === 6 ? 1 : 0);
    const senders = new Map(events.map(({ transactionHash }) => [transactionHash, patient]));
    const nothing = { requests: 0, consentsGiven: 0, consentsEnded: 0 };
    expect(daysFromLogs(events, senders)).toEqual([
      { start: 0, accounts: 4, patients: 1, doctors: 1, reports: 1, consentsUsed: 0, ...nothing },
      { start: 86_400, accounts: 1, patients: 0, doctors: 0, reports: 0, consentsUsed: 1, ...nothing },
    ]);
  });
});
