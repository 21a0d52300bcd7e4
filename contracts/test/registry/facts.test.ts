import type { Address, Hex } from "viem";
import { getAddress, numberToHex, padHex, slice } from "viem";
import { describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { attest } from "../support/attestations.ts";
import { authoriserOf } from "../support/authoriser.ts";
import { goTo, now } from "../support/chain.ts";
import { keyPublication } from "../support/keys.ts";
import { startRecovery } from "../support/recoveries.ts";
import { HARBOUR, NORTHFIELD, world, type World } from "../support/world.ts";

const NO_HOSPITAL = 0;
const UNKNOWN_CHART = padHex("0xdead", { size: 20 });

/** How the network may stand, each reached from the small world. */
const states: Record<string, (all: World) => Promise<unknown>> = {
  "in working order": async () => {},
  "once the patient has a second key": async ({ patient }) =>
    patient.registry.write.publishKey([await keyPublication(patient, { version: 2 })]),
  "once the doctor has a second key": async ({ doctor }) =>
    doctor.registry.write.publishKey([await keyPublication(doctor, { version: 2 })]),
  "once the patient cancelled what was signed": ({ patient }) => patient.registry.write.cancelSignatures(),
  "while a recovery is under way": ({ chart, patient, newcomer }) =>
    startRecovery(chart, authoriserOf(patient), newcomer),
  "while paused": ({ pauser }) => pauser.registry.write.pause(),
  "once the doctor's attestation was revoked": ({ attester, doctor }) =>
    attester.registry.write.revokeAttestation([doctor.address]),
  "once the doctor was attested anew, in a second generation": async ({ attester, doctor }) => {
    await attester.registry.write.revokeAttestation([doctor.address]);
    await goTo((await now()) + 1n);
    await attest(attester, doctor);
  },
  "while care is suspended": ({ registrar, chart }) => registrar.registry.write.suspendCare([chart, NORTHFIELD]),
  "once the patient left": ({ patient }) => patient.registry.write.leaveCare([NORTHFIELD]),
};

describe("the facts of a chart and an account", () => {
  for (const [name, reach] of Object.entries(states)) {
    it(`say what every other view says, ${name}`, async () => {
      const all = await world();
      await reach(all);
      const otherChart = await all.patient.registry.read.chartOf([all.otherPatient.address]);

      for (const chart of [all.chart, otherChart, UNKNOWN_CHART]) {
        for (const account of [all.doctor, all.harbourDoctor, all.patient, all.otherPatient, all.stranger]) {
          for (const hospital of [NO_HOSPITAL, NORTHFIELD, HARBOUR]) {
            expect(await factsOf(account, chart, hospital)).toEqual(await viewsOf(account, chart, hospital));
          }
        }
      }
    });
  }

  it("are one word, whose bits are where the table says", async () => {
    const { patient, doctor, newcomer, pauser, attester, registrar, chart } = await world();
    for (const version of [2, 3]) {
      await patient.registry.write.publishKey([await keyPublication(patient, { version })]);
    }
    for (let epoch = 0; epoch < 5; epoch++) await patient.registry.write.cancelSignatures();
    await attester.registry.write.revokeAttestation([doctor.address]);
    await goTo((await now()) + 1n);
    await attest(attester, doctor);
    await registrar.registry.write.assignDoctor([chart, doctor.address, NORTHFIELD]);
    await startRecovery(chart, authoriserOf(patient), newcomer);
    await pauser.registry.write.pause();

    const read = async (hospital: number) =>
      numberToHex(await doctor.registry.read.facts([chart, doctor.address, hospital]), { size: 32 });
    const holder = patient.address.slice(2).toLowerCase();
    // Flags, attestation generation, key version, signature epoch, holder: the holder's key where a hospital is named.
    expect(await read(NORTHFIELD)).toBe(`0x0f${"000002"}${"00000003"}${"00000005"}${holder}`);
    expect(await read(NO_HOSPITAL)).toBe(`0x0b${"000002"}${"00000001"}${"00000005"}${holder}`);
  });
});

/** Reads the word as the table in `Facts.sol` draws it. */
async function factsOf({ registry, address }: Actor, chart: Hex, hospital: number) {
  const word = numberToHex(await registry.read.facts([chart, address, hospital]), { size: 32 });
  const flags = Number(slice(word, 0, 1));
  return {
    holder: getAddress(slice(word, 12, 32)),
    signatureEpoch: Number(slice(word, 8, 12)),
    keyVersion: Number(slice(word, 4, 8)),
    attestationGeneration: Number(slice(word, 1, 4)),
    frozen: (flags & 1) !== 0,
    active: (flags & 2) !== 0,
    assigned: (flags & 4) !== 0,
    paused: (flags & 8) !== 0,
    unused: flags >> 4,
  };
}

async function viewsOf({ registry: { read }, address }: Actor, chart: Hex, hospital: number) {
  const [holder, signatureEpoch, frozen] = await read.whoControls([chart]);
  const keyVersionOf = async (account: Address) => (await read.keyOf([account]))[0];
  const [, attestationGeneration] = await read.attestationOf([address]);

  expect(await read.holderOf([chart])).toBe(holder);
  return {
    holder,
    signatureEpoch,
    keyVersion: await keyVersionOf(hospital === NO_HOSPITAL ? address : holder),
    attestationGeneration,
    frozen,
    active: await read.isActiveDoctor([address]),
    assigned: await read.isAssigned([chart, address, hospital]),
    paused: await read.isPaused(),
    unused: 0,
  };
}
