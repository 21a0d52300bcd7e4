import { doctorRole } from "@chartkey/protocol/role-id";
import { padHex, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { attest } from "../support/attestations.ts";
import { DAY, goTo, now, YEAR } from "../support/chain.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { recover } from "../support/recover.ts";
import { consent, idOf, newReport, standingConsent } from "../support/reports.ts";
import { mayRead, type Happening } from "../support/rules-of-reading.ts";
import { NORTHFIELD, world, type World } from "../support/world.ts";

/**
 * Each pair of decisions, in both orders, about one report and one doctor. After each step, the contract is compared with the
 * plain rules of `rules-of-reading.ts` about that report and another, for that doctor, another, and every holder there was.
 */
type Kind = { author: "doctor" | "patient"; explicitOnly: boolean };

/** The world, the report that all is about, who holds the chart now, and what happened so far. */
type Scene = { all: World; kind: Kind; report: Hex; holder: Actor; history: Happening[] };

const COMMITMENT = padHex("0xc9", { size: 32 });
const MONTH = 30n * DAY;
const HISTORY_LENGTH = 40;

const KINDS: Record<string, Kind> = {
  "a report that the doctor writes": { author: "doctor", explicitOnly: false },
  "a report that the patient writes": { author: "patient", explicitOnly: false },
  "a report that the doctor writes, for explicit sharing only": { author: "doctor", explicitOnly: true },
  "a report that the patient writes, for explicit sharing only": { author: "patient", explicitOnly: true },
};

const ADDED = "it is added";
const DECISIONS: Record<string, (scene: Scene) => Promise<void>> = {
  [ADDED]: add,
  "the patient shares it for a month": (scene) => share(scene, MONTH),
  "the patient shares it for two years": (scene) => share(scene, 2n * YEAR),
  "the patient stops sharing it": async (scene) => {
    const { all, report, holder } = scene;
    await holder.records.write.stopConsent([report, all.doctor.address]);
    await remember(scene, { what: "stopped", report, doctor: all.doctor.address });
  },
  "the patient shares everything for a month": (scene) => shareEverything(scene, MONTH),
  "the patient shares everything for two years": (scene) => shareEverything(scene, 2n * YEAR),
  "the patient stops sharing everything": async (scene) => {
    const { all, holder } = scene;
    await holder.records.write.stopEverything([all.chart, all.doctor.address]);
    await remember(scene, { what: "stopped everything", doctor: all.doctor.address });
  },
  "a month passes": async () => goTo((await now()) + MONTH + 1n),
  "the attestation is renewed in time": attestDoctor,
  "the attestation lapses and is given anew": async (scene) => {
    const [validUntil] = await scene.holder.registry.read.attestationOf([scene.all.doctor.address]);
    await goTo(validUntil + 1n);
    await compare(scene);
    await attestDoctor(scene);
    await assignDoctor(scene);
  },
  "the attestation is revoked and given anew": async (scene) => {
    const { attester, doctor } = scene.all;
    await attester.registry.write.revokeAttestation([doctor.address]);
    await remember(scene, { what: "attestation revoked", doctor: doctor.address });
    await compare(scene);
    await attestDoctor(scene);
    await assignDoctor(scene);
  },
  "the appointment is lost and regained": async (scene) => {
    const { registrar, doctor } = scene.all;
    await registrar.registry.write.revokeRole([doctorRole(NORTHFIELD), doctor.address]);
    await remember(scene, { what: "dismissed", doctor: doctor.address });
    await compare(scene);
    await registrar.registry.write.grantRole([doctorRole(NORTHFIELD), doctor.address]);
    await remember(scene, { what: "appointed", doctor: doctor.address });
  },
  "its author retracts it": async (scene) => {
    const { report } = scene;
    const retracting = authorOf(scene).records.write.retractReport([report, 1]);
    if (!isThere(scene)) return expectRefusal(retracting, "ReportUnknown", [report]);
    if (hasHappened(scene, "erased")) return expectRefusal(retracting, "ReportNotLive", [report, 2]);
    if (hasHappened(scene, "retracted")) return expectRefusal(retracting, "ReportNotLive", [report, 1]);
    await retracting;
    await remember(scene, { what: "retracted", report });
  },
  "the patient erases it": async (scene) => {
    const { report, holder } = scene;
    const erasing = holder.records.write.eraseReport([report]);
    if (!isThere(scene)) return expectRefusal(erasing, "ReportUnknown", [report]);
    if (hasHappened(scene, "erased")) return expectRefusal(erasing, "ReportNotLive", [report, 2]);
    await erasing;
    await remember(scene, { what: "erased", report });
  },
  "the chart goes to a new holder": async (scene) => {
    const { all, holder } = scene;
    const newHolder = holder === all.patient ? all.newcomer : all.stranger;
    await recover(all, newHolder);
    scene.holder = newHolder;
    await remember(scene, { what: "held", by: newHolder.address });
  },
};

/** What a long history leaves out: after it, little changes or somebody new is needed. */
const ENDS = new Set(["its author retracts it", "the patient erases it", "the chart goes to a new holder"]);

for (const [title, kind] of Object.entries(KINDS)) {
  describe(title, () => {
    for (const [first, decideFirst] of Object.entries(DECISIONS)) {
      describe(`once ${first},`, () => {
        for (const [second, decideSecond] of Object.entries(DECISIONS)) {
          it(second, async () => {
            const scene = await sceneOf(kind);
            if (first !== ADDED && second !== ADDED) await add(scene);
            await compare(scene);
            await decideFirst(scene);
            await compare(scene);
            await decideSecond(scene);
            await compare(scene);
          });
        }
      });
    }
  });
}

describe("a long history", () => {
  const lasting = Object.entries(DECISIONS).filter(([name]) => !ENDS.has(name));
  for (const [title, kind] of Object.entries(KINDS)) {
    for (const seed of [1, 2]) {
      it(`of ${title}, drawn from seed ${seed}`, async () => {
        const scene = await sceneOf(kind);
        for (const draw of draws(seed, HISTORY_LENGTH)) {
          await lasting[draw % lasting.length]![1](scene);
          await compare(scene);
        }
      });
    }
  }
});

/** Numbers that look random and are always the same for a seed (the "minimal standard" generator of Park and Miller). */
function draws(seed: number, count: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => (state = (state * 48_271) % 0x7fff_ffff));
}

async function sceneOf(kind: Kind): Promise<Scene> {
  const all = await world();
  const { patient, doctor, harbourDoctor } = all;
  const author = kind.author === "doctor" ? doctor.address : all.chart;
  const scene: Scene = {
    all,
    kind,
    report: idOf(patient, all.chart, author, COMMITMENT),
    holder: patient,
    history: [],
  };
  for (const { address } of [doctor, harbourDoctor]) {
    const [until] = await patient.registry.read.attestationOf([address]);
    await remember(scene, { what: "attested", doctor: address, until });
    await remember(scene, { what: "appointed", doctor: address });
  }
  await remember(scene, { what: "held", by: patient.address });
  await remember(scene, { what: "added", report: all.report, author: doctor.address, explicitOnly: false });
  return scene;
}

/** A happening without its time, which is that of the latest block. */
type Fact = Happening extends infer one ? (one extends Happening ? Omit<one, "at"> : never) : never;

async function remember(scene: Scene, fact: Fact): Promise<void> {
  scene.history.push({ ...fact, at: await now() });
}

/** The contract says what the plain rules say, now. */
async function compare({ all, report, history }: Scene): Promise<void> {
  const at = await now();
  const { read } = all.stranger.records;
  const readers = {
    doctor: all.doctor,
    harbourDoctor: all.harbourDoctor,
    patient: all.patient,
    newcomer: all.newcomer,
  };
  const [told, expected] = [{}, {}] as Record<string, boolean>[];
  for (const [name, { address }] of Object.entries({ ...readers, stranger: all.stranger })) {
    for (const which of [report, all.report]) {
      const question = `${name} reads ${which === report ? "the report" : "the other report"}`;
      told![question] = await read.canRead([which, address]);
      expected![question] = mayRead(history, which, address, at);
    }
  }
  expect(told).toEqual(expected);
}

async function add(scene: Scene): Promise<void> {
  const { all, kind, report, holder } = scene;
  const consentEpoch = await holder.records.read.consentEpochOf([all.chart]);
  const hospital = kind.author === "doctor" ? NORTHFIELD : 0;
  const { explicitOnly } = kind;
  const added = newReport(all.chart, hospital, { commitment: COMMITMENT, consentEpoch, explicitOnly });
  const adding = authorOf(scene).records.write.addReport([added]);
  if (isThere(scene)) return expectRefusal(adding, "ReportAlreadyAdded", [report]);

  await adding;
  const author = kind.author === "doctor" ? all.doctor.address : null;
  await remember(scene, { what: "added", report, author, explicitOnly });
}

async function share(scene: Scene, time: bigint): Promise<void> {
  const { all, report, holder } = scene;
  const { address } = all.doctor;
  const until = (await now()) + time;
  const [, , counter] = await holder.records.read.consentOf([report, address]);
  const sharing = holder.records.write.grantConsents([await consent(report, all.doctor, { expiry: until, counter })]);
  if (!isThere(scene)) return expectRefusal(sharing, "ReportUnknown", [report]);
  if (hasHappened(scene, "erased")) return expectRefusal(sharing, "ReportNotLive", [report, 2]);
  if (hasHappened(scene, "retracted")) return expectRefusal(sharing, "ReportNotLive", [report, 1]);

  await sharing;
  await remember(scene, { what: "shared", report, doctor: address, until });
}

async function shareEverything(scene: Scene, time: bigint): Promise<void> {
  const { all, holder } = scene;
  const until = (await now()) + time;
  const [, , counter] = await holder.records.read.standingConsentOf([all.chart, all.doctor.address]);
  const consentEpoch = await holder.records.read.consentEpochOf([all.chart]);
  const granted = await standingConsent(all.chart, all.doctor, { expiry: until, counter, consentEpoch });
  await holder.records.write.grantStandingConsent([granted]);
  await remember(scene, { what: "shared everything", doctor: all.doctor.address, until });
}

async function attestDoctor(scene: Scene): Promise<void> {
  const { attester, doctor } = scene.all;
  await attest(attester, doctor);
  const [until] = await doctor.registry.read.attestationOf([doctor.address]);
  await remember(scene, { what: "attested", doctor: doctor.address, until });
}

/** A new attestation needs a new assignment, without which a doctor adds nothing. */
async function assignDoctor({ all: { registrar, doctor, chart } }: Scene): Promise<void> {
  await registrar.registry.write.assignDoctor([chart, doctor.address, NORTHFIELD]);
}

function authorOf({ all, kind, holder }: Scene): Actor {
  return kind.author === "doctor" ? all.doctor : holder;
}

function isThere(scene: Scene): boolean {
  return hasHappened(scene, "added");
}

function hasHappened({ history, report }: Scene, what: "added" | "retracted" | "erased"): boolean {
  return history.some((it) => it.what === what && it.report === report);
}
