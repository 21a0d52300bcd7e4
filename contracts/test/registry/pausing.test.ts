import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { PAUSER_ROLE } from "@chartkey/protocol/role-id";
import { describe, expect, it } from "vitest";
import { goTo, nextAt, now } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { OWN_ACTS } from "../support/own-acts.ts";
import { execute } from "../support/registry-requests.ts";
import { rightfulCalls, type RightfulCall } from "../support/rightful-calls.ts";
import { world, type World } from "../support/world.ts";

type Call = RightfulCall["name"];

const HOUR = 3_600n;
const PAUSE_DURATION = 72n * HOUR;

/** What widens: registering, attesting, appointing, care, adding, requesting, granting. */
const STOPS: readonly Call[] = [
  "registry.registerPatient",
  "registry.registerPatientFor",
  "registry.submitAttestation",
  "registry.completeReplacement",
  "registry.grantRole",
  "registry.askForCare",
  "registry.acceptCare",
  "registry.resumeCare",
  "registry.assignDoctor",
  "records.addReport",
  "records.correctReport",
  "records.addRemark",
  "records.requestConsent",
  "records.grantConsents",
  "records.grantConsentsFor",
  "records.grantStandingConsent",
  "records.grantStandingConsentFor",
];

/** What narrows or repairs, and what only prepares. */
const GOES_ON: readonly Call[] = [
  "registry.openHospital",
  "registry.scheduleRoleGrant",
  "registry.revokeRole",
  "registry.renounceRole",
  "registry.beginDefaultAdminTransfer",
  "registry.cancelDefaultAdminTransfer",
  "registry.acceptDefaultAdminTransfer",
  "registry.changeDefaultAdminDelay",
  "registry.rollbackDefaultAdminDelay",
  "registry.publishKey",
  "registry.cancelSignatures",
  "registry.startRecovery",
  "registry.completeRecovery",
  "registry.cancelRecovery",
  "registry.replaceAuthoriser",
  "registry.proposeAuthoriser",
  "registry.completeAuthoriser",
  "registry.vetoReplacement",
  "registry.overruleVeto",
  "registry.revokeAttestation",
  "registry.disavowAttester",
  "registry.leaveCare",
  "registry.suspendCare",
  "registry.endCare",
  "registry.endAssignment",
  "records.rekeyReport",
  "records.retractReport",
  "records.eraseReport",
  "records.declineRequest",
  "records.stopConsent",
  "records.stopConsents",
  "records.stopConsentsFor",
  "records.stopEverything",
  "records.stopEverythingFor",
  "records.publishCapsules",
  "records.publishOwnCapsules",
];

/** They are the pause itself, or stop and go on with what they ask for. */
const NEITHER: readonly Call[] = [
  "registry.pause",
  "registry.unpause",
  "registry.executeRequest",
  "records.executeRequest",
];

/** Pauses, and says until when. */
async function pause({ pauser }: World): Promise<bigint> {
  await pauser.registry.write.pause();
  return (await now()) + PAUSE_DURATION;
}

describe("pausing", () => {
  for (const name of ["admin", "attester", "registrar", "doctor", "patient", "stranger"] as const) {
    it(`is refused to the ${name}`, async () => {
      const actor = (await world())[name];
      await expectRefusal(actor.registry.write.pause(), "AccessControlUnauthorizedAccount", [
        actor.address,
        PAUSER_ROLE,
      ]);
    });
  }

  it("is refused while paused, so that a pause is not prolonged", async () => {
    const all = await world();
    const until = await pause(all);
    await expectRefusal(all.pauser.registry.write.pause(), "PausingTooSoon", [until + PAUSE_DURATION]);
  });

  it("is refused for as long again after a pause ended by itself, to the second", async () => {
    const all = await world();
    const until = await pause(all);
    await goTo(until);
    await expectRefusal(all.pauser.registry.write.pause(), "PausingTooSoon", [until + PAUSE_DURATION]);

    await nextAt(until + PAUSE_DURATION - 1n);
    await expectRefusal(all.pauser.registry.write.pause(), "PausingTooSoon", [until + PAUSE_DURATION]);
    await nextAt(until + PAUSE_DURATION);
    await all.pauser.registry.write.pause();
  });

  it("is refused for as long again after a pause was ended early, to the second", async () => {
    const all = await world();
    await pause(all);
    await all.pauser.registry.write.unpause();
    const notBefore = (await now()) + PAUSE_DURATION;

    await nextAt(notBefore - 1n);
    await expectRefusal(all.pauser.registry.write.pause(), "PausingTooSoon", [notBefore]);
    await nextAt(notBefore);
    await all.pauser.registry.write.pause();
  });

  it("is refused to another pauser just as long", async () => {
    const all = await world();
    await all.admin.registry.write.grantRole([PAUSER_ROLE, all.newcomer.address]);
    const until = await pause(all);
    await goTo(until);
    await expectRefusal(all.newcomer.registry.write.pause(), "PausingTooSoon", [until + PAUSE_DURATION]);
  });

  it("announces until when, and ends by itself", async () => {
    const { pauser } = await world();
    const until = (await now()) + 10n + PAUSE_DURATION;
    await nextAt(until - PAUSE_DURATION);
    const events = await eventsOf(pauser.registry.write.pause());

    expect(events).toEqual([{ name: "Paused", args: { actor: pauser.address, until } }]);
    expect(await pauser.registry.read.pausedUntil()).toBe(until);
    await goTo(until - 1n);
    expect(await pauser.registry.read.isPaused()).toBe(true);
    await goTo(until);
    expect(await pauser.registry.read.isPaused()).toBe(false);
  });

  it("never was, before the first time", async () => {
    const { stranger } = await world();
    expect(await stranger.registry.read.isPaused()).toBe(false);
    expect(await stranger.registry.read.pausedUntil()).toBe(0n);
  });
});

describe("ending a pause early", () => {
  for (const name of ["attester", "registrar", "doctor", "patient", "stranger"] as const) {
    it(`is refused to the ${name}`, async () => {
      const all = await world();
      await pause(all);
      await expectRefusal(all[name].registry.write.unpause(), "AccessControlUnauthorizedAccount", [
        all[name].address,
        PAUSER_ROLE,
      ]);
    });
  }

  for (const name of ["pauser", "admin"] as const) {
    it(`is refused to the ${name} when there never was one`, async () => {
      const actor = (await world())[name];
      await expectRefusal(actor.registry.write.unpause(), "PausingNotPaused");
    });

    it(`is refused to the ${name} once it ended by itself`, async () => {
      const all = await world();
      await goTo(await pause(all));
      await expectRefusal(all[name].registry.write.unpause(), "PausingNotPaused");
    });

    it(`by the ${name} takes effect at once`, async () => {
      const all = await world();
      await pause(all);
      const events = await eventsOf(all[name].registry.write.unpause());

      expect(events).toEqual([{ name: "Unpaused", args: { actor: all[name].address } }]);
      expect(await all[name].registry.read.isPaused()).toBe(false);
      expect(await all[name].registry.read.pausedUntil()).toBe(await now());
    });
  }

  it("is refused twice", async () => {
    const all = await world();
    await pause(all);
    await all.pauser.registry.write.unpause();
    await expectRefusal(all.pauser.registry.write.unpause(), "PausingNotPaused");
  });
});

describe("while paused", () => {
  it("every function that changes anything is known to stop, or to go on", () => {
    const classes = [...STOPS, ...GOES_ON, ...NEITHER];
    expect(new Set(classes)).toEqual(
      new Set([...writesOf("registry", registryAbi), ...writesOf("records", recordsAbi)]),
    );
    expect(classes.length).toBe(new Set(classes).size);
    expect(new Set(rightfulCalls.map(({ name }) => name))).toEqual(new Set(classes));
  });

  for (const name of STOPS) {
    for (const { by, prepare } of callsOf(name)) {
      it(`${name} of the ${by} stops, and goes on when the pause is over`, async () => {
        const all = await world();
        const send = await prepare(all);
        const until = await pause(all);
        await expectRefusal(send(all[by]), "PausingPaused", [until]);

        await all.pauser.registry.write.unpause();
        await send(all[by]);
      });
    }
  }

  for (const name of GOES_ON) {
    for (const { by, prepare } of callsOf(name)) {
      it(`${name} of the ${by} goes on`, async () => {
        const all = await world();
        const send = await prepare(all);
        await pause(all);
        await send(all[by]);
        expect(await all.stranger.registry.read.isPaused()).toBe(true);
      });
    }
  }

  it("a reader stays a reader, and a stop still stops", async () => {
    const all = await world();
    const { patient, doctor, report } = all;
    await pause(all);
    expect(await doctor.records.read.canRead([report, doctor.address])).toBe(true);
    await patient.records.write.stopConsent([report, doctor.address]);
    expect(await doctor.records.read.canRead([report, doctor.address])).toBe(false);
  });
});

describe("while paused, what a patient signed", () => {
  for (const [name, { reach, call }] of Object.entries(OWN_ACTS)) {
    const stops = STOPS.includes(`registry.${name}`);
    it(`${stops ? "stops" : "goes on"} as the patient's own call does: ${name}`, async () => {
      const all = await world();
      await reach(all);
      const until = await pause(all);
      const sent = execute(all.stranger, all.patient, await call(all));
      await (stops ? expectRefusal(sent, "PausingPaused", [until]) : sent);
    });
  }
});

function callsOf(name: Call): RightfulCall[] {
  return rightfulCalls.filter((call) => call.name === name);
}

function writesOf(
  contract: "registry" | "records",
  abi: readonly { type: string; name?: string; stateMutability?: string }[],
): string[] {
  return abi.flatMap(({ type, name, stateMutability }) =>
    type === "function" && stateMutability === "nonpayable" ? [`${contract}.${name}`] : [],
  );
}
