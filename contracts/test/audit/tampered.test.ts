import { eventOf, type EventName, type RawLog } from "@chartkey/protocol/audit/raw-log";
import { type Rule, RULES } from "@chartkey/protocol/audit/rules";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { encodeAbiParameters, encodeEventTopics, isAddressEqual, padHex, type AbiEvent, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { folded, logsOf } from "../support/audited.ts";
import { authoriserOf } from "../support/authoriser.ts";
import { startRecovery } from "../support/recoveries.ts";
import { CAPSULES, consent, PAYLOAD } from "../support/reports.ts";
import { world, type World } from "../support/world.ts";

const SOMEBODY = padHex("0xbad", { size: 20 });
const DAY = 86_400;

type Tampering = {
  rule: Rule;
  what: string;
  event: EventName;
  /** Does what the log says, honestly. */
  before?: (all: World) => Promise<unknown>;
  change: (args: Record<string, unknown>, all: World) => Record<string, unknown>;
};

/** Where one argument of one log was changed. */
const tamperings: readonly Tampering[] = [
  {
    rule: "ConsentsAreThePatients",
    what: "a grant by somebody else",
    event: "ConsentGranted",
    before: shareWithHarbour,
    change: () => ({ actor: SOMEBODY }),
  },
  {
    rule: "ConsentsAreThePatients",
    what: "a grant that ends later than any may",
    event: "ConsentGranted",
    before: shareWithHarbour,
    change: () => ({ expiry: 4_102_444_800n }),
  },
  {
    rule: "ConsentsAreThePatients",
    what: "a grant that was counted twice",
    event: "ConsentGranted",
    before: shareWithHarbour,
    change: () => ({ counter: 2 }),
  },
  {
    rule: "ConsentsAreThePatients",
    what: "a stop by somebody else",
    event: "ConsentStopped",
    before: ({ patient, report, doctor }) => patient.records.write.stopConsent([report, doctor.address]),
    change: () => ({ actor: SOMEBODY }),
  },
  {
    rule: "KeysAreTheOwners",
    what: "a key that skips a number",
    event: "KeyPublished",
    change: () => ({ version: 2 }),
  },
  {
    rule: "KeysAreProven",
    what: "another encryption key",
    event: "KeyPublished",
    change: () => ({ encryptionAddress: SOMEBODY }),
  },
  {
    rule: "AttestationsCountOnce",
    what: "an attestation of another generation",
    event: "DoctorAttested",
    change: () => ({ generation: 2 }),
  },
  {
    rule: "ReportsKeepWhatTheySay",
    what: "another commitment",
    event: "ReportAdded",
    change: () => ({ commitment: padHex("0xbad", { size: 32 }) }),
  },
  { rule: "WritersAreAssigned", what: "another hospital", event: "ReportAdded", change: () => ({ hospital: 2 }) },
  {
    rule: "DutiesAreSeparate",
    what: "a pauser who becomes a patient",
    event: "PatientRegistered",
    change: (_, { pauser }) => ({ holder: pauser.address }),
  },
  {
    rule: "NobodyAssignsThemself",
    what: "a registrar who assigns themself",
    event: "DoctorAssigned",
    change: ({ doctor }) => ({ actor: doctor }),
  },
  {
    rule: "HospitalsAreSeparate",
    what: "another hospital's registrar",
    event: "CareAccepted",
    change: (_, { harbourRegistrar }) => ({ actor: harbourRegistrar.address }),
  },
  {
    rule: "ChartsAreTheHolders",
    what: "another patient",
    event: "CareAsked",
    change: (_, { otherPatient }) => ({ actor: otherPatient.address }),
  },
  {
    rule: "ChartsAreTheHolders",
    what: "another chart id",
    event: "PatientRegistered",
    change: () => ({ chart: SOMEBODY }),
  },
  {
    rule: "AdministratorsTouchNoRecords",
    what: "a remark by a registrar",
    event: "RemarkAdded",
    before: ({ patient, report }) =>
      patient.records.write.addRemark([report, 1, padHex("0x1", { size: 32 }), PAYLOAD, CAPSULES]),
    change: (_, { registrar }) => ({ actor: registrar.address }),
  },
  {
    rule: "RoleDelaysAreKept",
    what: "an announcement without the delay",
    event: "RoleGrantScheduled",
    change: ({ effectAt }) => ({ effectAt: Number(effectAt) - 1 }),
  },
  {
    rule: "RecoveryDelaysAreKept",
    what: "a recovery that is due too early",
    event: "RecoveryStarted",
    before: ({ chart, patient, newcomer }) => startRecovery(chart, authoriserOf(patient), newcomer),
    change: ({ readyAt }) => ({ readyAt: BigInt(readyAt as bigint) - 1n }),
  },
  {
    rule: "PausesStopWidening",
    what: "a longer pause",
    event: "Paused",
    before: ({ pauser }) => pauser.registry.write.pause(),
    change: ({ until }) => ({ until: BigInt(until as bigint) + 1n }),
  },
  {
    rule: "OfficesActWithinTheirPowers",
    what: "a hospital opened by somebody",
    event: "HospitalOpened",
    change: () => ({ actor: SOMEBODY }),
  },
  {
    rule: "OfficesActWithinTheirPowers",
    what: "an attestation ended by a stranger",
    event: "AttestationRevoked",
    before: ({ attester, doctor }) => attester.registry.write.revokeAttestation([doctor.address]),
    change: () => ({ actor: SOMEBODY }),
  },
];

describe("an auditor who is given a tampered log", () => {
  const tried = new Set<Rule>();

  for (const { rule, what, event, before, change } of tamperings) {
    it(`finds ${what}, which breaks ${rule}`, async () => {
      const all = await world();
      await before?.(all);
      const logs = await logsOf(all);
      expect(folded(all, logs).breaches).toEqual([]);

      const place = logs.findLastIndex((log) => nameOf(all, log) === event);
      const tampered = logs.with(
        place,
        changed(all, logs[place]!, (args) => change(args, all)),
      );
      // What a stranger ended may have been the first half of something rightful: the next log tells.
      const { block, logIndex } = logs[place]!;
      const { breaches } = folded(all, [...tampered, { ...logs[0]!, block: logs.at(-1)!.block + 1 }]);
      expect(breaches.filter((each) => each.block === block && each.logIndex === logIndex)).toContainEqual(
        expect.objectContaining({ rule, event, transaction: logs[place]!.transaction }),
      );
      tried.add(rule);
    });
  }

  it("finds a log that is left out, from what it allowed", async () => {
    const all = await world();
    const logs = (await logsOf(all)).filter((log) => nameOf(all, log) !== "DoctorAssigned");
    expect(rulesBroken(all, logs)).toEqual(["WritersAreAssigned"]);
    tried.add("WritersAreAssigned");
  });

  it("finds a log that comes twice, out of order, or that nobody knows", async () => {
    const all = await world();
    const logs = await logsOf(all);
    expect(rulesBroken(all, [...logs, logs.at(-1)!])).toContain("EveryEventIsKnown");
    expect(rulesBroken(all, logs.toReversed())).toContain("EveryEventIsKnown");
    const strange = { ...logs[0]!, topics: [padHex("0xbad", { size: 32 })], block: logs.at(-1)!.block + 1 };
    expect(rulesBroken(all, [...logs, strange])).toEqual(["EveryEventIsKnown"]);
    tried.add("EveryEventIsKnown");
  });

  it("finds a grant that came before its time", async () => {
    const all = await world();
    const logs = await logsOf(all);
    const place = logs.findIndex(
      (log) => nameOf(all, log) === "RoleGranted" && log.timestamp > logs[0]!.timestamp + DAY,
    );
    const early = { ...logs[place]!, timestamp: logs[place]!.timestamp - DAY };
    expect(rulesBroken(all, logs.with(place, early))).toEqual(["RoleDelaysAreKept"]);
  });

  it("counts 200 attestations of an attester a day, and no more", async () => {
    const all = await world();
    const logs = await logsOf(all);
    const model = logs.find((log) => nameOf(all, log) === "DoctorAttested")!;
    const many = Array.from({ length: 201 }, (_, n) => {
      const log = { ...model, block: logs.at(-1)!.block + 1 + n };
      const subject = padHex(`0x${(n + 4096).toString(16)}`, { size: 20 });
      return changed(all, log, () => ({ subject, licenceTag: padHex(subject, { size: 32 }) }));
    });
    // Two doctors of the world were attested on that day before.
    expect(rulesBroken(all, [...logs, ...many.slice(0, 198)])).toEqual([]);
    expect(rulesBroken(all, [...logs, ...many.slice(0, 199)])).toEqual(["AttestersHaveADailyCap"]);
    tried.add("AttestersHaveADailyCap");
  });

  it("has tried every rule", () => {
    expect([...tried].sort()).toEqual(Object.keys(RULES).sort());
  });
});

async function shareWithHarbour({ patient, report, harbourDoctor }: World): Promise<void> {
  await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);
}

function rulesBroken(all: World, logs: readonly RawLog[]): Rule[] {
  return [...new Set(folded(all, logs).breaches.map(({ rule }) => rule))];
}

function contractOf({ contracts }: World, log: RawLog): "registry" | "records" {
  return isAddressEqual(log.address, contracts.registry) ? "registry" : "records";
}

function nameOf(all: World, log: RawLog): EventName | undefined {
  return eventOf(contractOf(all, log), log)?.name;
}

/** The same log with other arguments. */
function changed(all: World, log: RawLog, change: (args: Record<string, unknown>) => Record<string, unknown>): RawLog {
  const contract = contractOf(all, log);
  const event = eventOf(contract, log)!;
  const abi: readonly unknown[] = contract === "registry" ? registryAbi : recordsAbi;
  const item = abi.find(
    (each) => (each as AbiEvent).type === "event" && (each as AbiEvent).name === event.name,
  ) as AbiEvent;
  const before = event.args as Record<string, unknown>;
  const args = { ...before, ...change(before) };
  const topics = encodeEventTopics({ abi: [item], args } as never) as Hex[];
  const unindexed = item.inputs.filter(({ indexed }) => !indexed);
  const values = unindexed.map(({ name }) => args[name ?? ""]);
  return { ...log, topics, data: encodeAbiParameters(unindexed, values) };
}
