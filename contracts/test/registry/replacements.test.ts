import { ATTESTER_ROLE, DEFAULT_ADMIN_ROLE, doctorRole, PAUSER_ROLE } from "@chartkey/protocol/role-id";
import type { DoctorAttestation } from "@chartkey/protocol/typed-data";
import { keccak256, toHex } from "viem";
import { describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { attest, attestationOf, signAttestation } from "../support/attestations.ts";
import { DAY, goTo, nextAt, now, YEAR } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { HARBOUR, NORTHFIELD, world, type World } from "../support/world.ts";

const REPLACEMENT_DELAY = 7n * DAY;
const OVERRULE_DELAY = 7n * DAY;
const DAILY_CAP = 200;
/** The old wallet vetoes in its own name, under no hospital. */
const OWN = 0;
const NONE = [0n, 0n, false] as const;

/** Has the attester attest another wallet for the doctor's licence. */
async function start(all: World, newWallet: Actor, changes: Partial<DoctorAttestation> = {}) {
  const { licenceTag } = await attestationOf(all.doctor);
  const attestation = await attestationOf(newWallet, { licenceTag, ...changes });
  const signature = await signAttestation(all.attester, attestation);
  await newWallet.registry.write.submitAttestation([attestation, signature]);
  return attestation;
}

/** The small world, where `newcomer` is a new wallet of the doctor's and waits to replace the old one. */
async function replacing() {
  const all = await world();
  const attestation = await start(all, all.newcomer);
  const readyAt = (await now()) + REPLACEMENT_DELAY;
  return { ...all, newWallet: all.newcomer, attestation, licenceTag: attestation.licenceTag, readyAt };
}

/** The same, where the old wallet vetoed. */
async function vetoed() {
  const all = await replacing();
  await all.doctor.registry.write.vetoReplacement([all.licenceTag, OWN]);
  return { ...all, vetoedAt: await now() };
}

/** The same, where the default admin overruled the veto, as soon as that was possible. */
async function overruled() {
  const all = await vetoed();
  await nextAt(all.vetoedAt + OVERRULE_DELAY);
  await all.admin.registry.write.overruleVeto([all.licenceTag]);
  return all;
}

describe("an attestation of another wallet for a live licence", () => {
  it("is refused like any other when it is used twice", async () => {
    const { attester, newWallet, attestation } = await replacing();
    const signature = await signAttestation(attester, attestation);
    await expectRefusal(
      newWallet.registry.write.submitAttestation([attestation, signature]),
      "AttestationAlreadyUsed",
      [newWallet.address, attestation.issuedAt],
    );
  });

  it("starts a replacement, and attests nobody yet", async () => {
    const all = await world();
    const { attester, doctor, newcomer } = all;
    const { licenceTag } = await attestationOf(doctor);
    const attestation = await attestationOf(newcomer, { licenceTag });
    const signature = await signAttestation(attester, attestation);
    const readyAt = (await now()) + 10n + REPLACEMENT_DELAY;
    await nextAt(readyAt - REPLACEMENT_DELAY);
    const events = await eventsOf(newcomer.registry.write.submitAttestation([attestation, signature]));

    const { subject, ...terms } = attestation;
    const args = { ...terms, oldSubject: doctor.address, newSubject: subject, attester: attester.address, readyAt };
    expect(events).toEqual([{ name: "ReplacementStarted", args }]);
    const { read } = newcomer.registry;
    expect(await read.replacementOf([licenceTag])).toEqual([readyAt, 0n, false]);
    expect(await read.attestationOf([newcomer.address])).toEqual([0n, 0]);
    expect(await read.licenceOf([licenceTag])).toEqual([doctor.address, true]);
    expect(await read.isActiveDoctor([doctor.address])).toBe(true);
  });

  it("counts toward the attester's daily cap", async () => {
    const all = await world();
    const { attester, stranger } = all;
    const morning = ((await now()) / DAY + 1n) * DAY;
    for (let n = 0n; n < BigInt(DAILY_CAP - 1); n++) {
      await nextAt(morning + n);
      await attest(attester, stranger, { issuedAt: morning + n });
    }
    await nextAt(morning + 1_000n);
    await start(all, all.newcomer, { issuedAt: morning + 1_000n });

    await nextAt(morning + 2_000n);
    await expectRefusal(attest(attester, stranger, { issuedAt: morning + 2_000n }), "AttestationDailyCapReached", [
      attester.address,
      BigInt(DAILY_CAP),
    ]);
  });

  it("takes the place of one that waits, anew and without its veto", async () => {
    const all = await vetoed();
    await goTo((await now()) + DAY);
    await start(all, all.stranger);
    const readyAt = (await now()) + REPLACEMENT_DELAY;

    expect(await all.doctor.registry.read.replacementOf([all.licenceTag])).toEqual([readyAt, 0n, false]);
    await goTo(readyAt);
    await expectRefusal(all.newWallet.registry.write.completeReplacement([all.attestation]), "ReplacementUnknown", [
      all.licenceTag,
    ]);
  });

  it("takes the place of one whose veto was overruled, and can be vetoed again", async () => {
    const all = await overruled();
    await start(all, all.stranger);
    await all.doctor.registry.write.vetoReplacement([all.licenceTag, OWN]);
    expect(await all.doctor.registry.read.replacementOf([all.licenceTag])).toMatchObject([
      expect.any(BigInt),
      await now(),
      false,
    ]);
  });
});

describe("completing a replacement", () => {
  for (const name of ["doctor", "attester", "admin", "registrar", "stranger"] as const) {
    it(`is refused to the ${name}, who is not the new wallet`, async () => {
      const all = await replacing();
      await goTo(all.readyAt);
      await expectRefusal(
        all[name].registry.write.completeReplacement([all.attestation]),
        "AttestationSubjectMismatch",
        [all.newWallet.address, all[name].address],
      );
    });
  }

  it("is refused when none was started", async () => {
    const { newcomer } = await world();
    const attestation = await attestationOf(newcomer);
    await expectRefusal(newcomer.registry.write.completeReplacement([attestation]), "ReplacementUnknown", [
      attestation.licenceTag,
    ]);
  });

  for (const [name, change] of Object.entries({
    professionalName: { professionalName: "Dr Somebody Else" },
    specialty: { specialty: "Surgery" },
    validUntil: { validUntil: 4_000_000_000n },
    issuedAt: { issuedAt: 1n },
  })) {
    it(`is refused with another ${name} than was attested`, async () => {
      const { newWallet, attestation, licenceTag, readyAt } = await replacing();
      await goTo(readyAt);
      await expectRefusal(
        newWallet.registry.write.completeReplacement([{ ...attestation, ...change }]),
        "ReplacementUnknown",
        [licenceTag],
      );
    });
  }

  it("is refused to a wallet that was not attested, in its own name", async () => {
    const { stranger, attestation, licenceTag, readyAt } = await replacing();
    await goTo(readyAt);
    await expectRefusal(
      stranger.registry.write.completeReplacement([{ ...attestation, subject: stranger.address }]),
      "ReplacementUnknown",
      [licenceTag],
    );
  });

  it("is refused one second before it is due", async () => {
    const { newWallet, attestation, licenceTag, readyAt } = await replacing();
    await nextAt(readyAt - 1n);
    await expectRefusal(newWallet.registry.write.completeReplacement([attestation]), "ReplacementNotDue", [
      licenceTag,
      readyAt,
    ]);
  });

  it("is refused while a veto stands, however long", async () => {
    const { newWallet, attestation, licenceTag, readyAt } = await vetoed();
    await goTo(readyAt + 100n * DAY);
    await expectRefusal(newWallet.registry.write.completeReplacement([attestation]), "ReplacementIsVetoed", [
      licenceTag,
    ]);
  });

  it("is refused once the attester lost the role", async () => {
    const { admin, attester, newWallet, attestation, readyAt } = await replacing();
    await admin.registry.write.revokeRole([ATTESTER_ROLE, attester.address]);
    await goTo(readyAt);
    await expectRefusal(newWallet.registry.write.completeReplacement([attestation]), "AttestationSignerNotAttester", [
      attester.address,
    ]);
  });

  it("is refused once the attester was disavowed, whatever the moment", async () => {
    const { admin, attester, newWallet, attestation, readyAt } = await replacing();
    await goTo(readyAt);
    await admin.registry.write.disavowAttester([attester.address, readyAt]);
    await expectRefusal(newWallet.registry.write.completeReplacement([attestation]), "AttestationSignerNotAttester", [
      attester.address,
    ]);
  });

  it("is refused when the attestation ran out while it waited, to the second", async () => {
    const all = await world();
    const validUntil = (await now()) + REPLACEMENT_DELAY + DAY;
    const attestation = await start(all, all.newcomer, { validUntil });
    await goTo(validUntil - 1n);
    await nextAt(validUntil);
    await expectRefusal(all.newcomer.registry.write.completeReplacement([attestation]), "AttestationInvalidPeriod", [
      validUntil,
    ]);
  });

  it("is refused to a new wallet that became administrative meanwhile", async () => {
    const { admin, newWallet, attestation, readyAt } = await replacing();
    await admin.registry.write.grantRole([PAUSER_ROLE, newWallet.address]);
    await goTo(readyAt);
    await expectRefusal(newWallet.registry.write.completeReplacement([attestation]), "RolesSeparationOfDuties", [
      newWallet.address,
    ]);
  });

  it("is refused twice", async () => {
    const { newWallet, attestation, licenceTag, readyAt } = await replacing();
    await goTo(readyAt);
    await newWallet.registry.write.completeReplacement([attestation]);
    await expectRefusal(newWallet.registry.write.completeReplacement([attestation]), "ReplacementUnknown", [
      licenceTag,
    ]);
  });

  it("in the second it is due ends the old wallet's attestation and begins the new one's", async () => {
    const { attester, doctor, newWallet, attestation, licenceTag, readyAt } = await replacing();
    await nextAt(readyAt);
    const events = await eventsOf(newWallet.registry.write.completeReplacement([attestation]));

    expect(events).toEqual([
      { name: "AttestationRevoked", args: { subject: doctor.address, actor: newWallet.address, generation: 1 } },
      { name: "DoctorAttested", args: { ...attestation, attester: attester.address, generation: 1 } },
    ]);
    const { read } = newWallet.registry;
    expect(await read.licenceOf([licenceTag])).toEqual([newWallet.address, true]);
    expect(await read.attestationOf([newWallet.address])).toEqual([attestation.validUntil, 1]);
    expect(await read.attestationOf([doctor.address])).toEqual([0n, 1]);
    expect(await read.replacementOf([licenceTag])).toEqual(NONE);
  });

  it("moves no appointment, no assignment and nobody's reading to the new wallet", async () => {
    const { registrar, doctor, newWallet, chart, report, attestation, readyAt } = await replacing();
    await goTo(readyAt);
    await newWallet.registry.write.completeReplacement([attestation]);
    await registrar.registry.write.grantRole([doctorRole(NORTHFIELD), newWallet.address]);

    for (const wallet of [doctor, newWallet]) {
      expect(await wallet.registry.read.isAssigned([chart, wallet.address, NORTHFIELD])).toBe(false);
      expect(await wallet.records.read.canRead([report, wallet.address])).toBe(false);
    }
    expect(await doctor.registry.read.isActiveDoctor([doctor.address])).toBe(false);
    expect(await newWallet.registry.read.isActiveDoctor([newWallet.address])).toBe(true);
  });

  it("revokes nothing when the old wallet's attestation was revoked meanwhile", async () => {
    const { attester, doctor, newWallet, attestation, readyAt } = await replacing();
    await attester.registry.write.revokeAttestation([doctor.address]);
    await goTo(readyAt);
    const events = await eventsOf(newWallet.registry.write.completeReplacement([attestation]));
    expect(events.map(({ name }) => name)).toEqual(["DoctorAttested"]);
  });

  it("revokes nothing of an old wallet that is attested for another licence meanwhile", async () => {
    const { attester, doctor, newWallet, attestation, licenceTag, readyAt } = await replacing();
    await attest(attester, doctor, { licenceTag: keccak256(toHex("another licence")) });
    await goTo(readyAt);
    const events = await eventsOf(newWallet.registry.write.completeReplacement([attestation]));

    expect(events.map(({ name }) => name)).toEqual(["DoctorAttested"]);
    expect(await doctor.registry.read.licenceOf([licenceTag])).toEqual([newWallet.address, true]);
    expect(await doctor.registry.read.isActiveDoctor([doctor.address])).toBe(true);
  });

  it("begins a new generation for a new wallet that was attested before", async () => {
    const all = await world();
    await attest(all.attester, all.newcomer);
    await goTo((await now()) + 1n);
    const attestation = await start(all, all.newcomer);
    await goTo((await now()) + REPLACEMENT_DELAY);
    await all.newcomer.registry.write.completeReplacement([attestation]);
    expect(await all.newcomer.registry.read.attestationOf([all.newcomer.address])).toEqual([attestation.validUntil, 2]);
  });

  it("counts as accepted when it is completed, not when it was submitted", async () => {
    const { admin, attester, newWallet, attestation, readyAt } = await replacing();
    await nextAt(readyAt);
    await newWallet.registry.write.completeReplacement([attestation]);
    await admin.registry.write.disavowAttester([attester.address, readyAt]);
    expect(await newWallet.registry.read.attestationOf([newWallet.address])).toEqual([0n, 1]);
  });
});

describe("vetoing a replacement", () => {
  for (const name of ["newcomer", "attester", "admin", "pauser", "patient", "stranger"] as const) {
    it(`is refused to the ${name}`, async () => {
      const all = await replacing();
      for (const hospital of [OWN, NORTHFIELD]) {
        await expectRefusal(
          all[name].registry.write.vetoReplacement([all.licenceTag, hospital]),
          "ReplacementVetoNotEntitled",
          [all.licenceTag, all[name].address],
        );
      }
    });
  }

  it("is refused to a registrar of a hospital where the old wallet is not appointed", async () => {
    const { harbourRegistrar, licenceTag } = await replacing();
    await expectRefusal(
      harbourRegistrar.registry.write.vetoReplacement([licenceTag, HARBOUR]),
      "ReplacementVetoNotEntitled",
      [licenceTag, harbourRegistrar.address],
    );
  });

  it("is refused to a registrar who names a hospital of others", async () => {
    const { harbourRegistrar, licenceTag } = await replacing();
    await expectRefusal(
      harbourRegistrar.registry.write.vetoReplacement([licenceTag, NORTHFIELD]),
      "ReplacementVetoNotEntitled",
      [licenceTag, harbourRegistrar.address],
    );
  });

  it("is refused to a registrar who names no hospital", async () => {
    const { registrar, licenceTag } = await replacing();
    await expectRefusal(registrar.registry.write.vetoReplacement([licenceTag, OWN]), "ReplacementVetoNotEntitled", [
      licenceTag,
      registrar.address,
    ]);
  });

  it("is refused to a registrar once the old wallet is appointed there no longer", async () => {
    const { registrar, doctor, licenceTag } = await replacing();
    await registrar.registry.write.revokeRole([doctorRole(NORTHFIELD), doctor.address]);
    await expectRefusal(
      registrar.registry.write.vetoReplacement([licenceTag, NORTHFIELD]),
      "ReplacementVetoNotEntitled",
      [licenceTag, registrar.address],
    );
  });

  it("is refused where none is under way", async () => {
    const { doctor } = await world();
    const { licenceTag } = await attestationOf(doctor);
    await expectRefusal(doctor.registry.write.vetoReplacement([licenceTag, OWN]), "ReplacementUnknown", [licenceTag]);
  });

  it("is refused once it was completed", async () => {
    const { doctor, newWallet, attestation, licenceTag, readyAt } = await replacing();
    await goTo(readyAt);
    await newWallet.registry.write.completeReplacement([attestation]);
    await expectRefusal(doctor.registry.write.vetoReplacement([licenceTag, OWN]), "ReplacementUnknown", [licenceTag]);
  });

  it("is refused twice", async () => {
    const { doctor, registrar, licenceTag } = await vetoed();
    await expectRefusal(doctor.registry.write.vetoReplacement([licenceTag, OWN]), "ReplacementIsVetoed", [licenceTag]);
    await expectRefusal(registrar.registry.write.vetoReplacement([licenceTag, NORTHFIELD]), "ReplacementIsVetoed", [
      licenceTag,
    ]);
  });

  it("is refused once a veto was overruled", async () => {
    const { doctor, registrar, licenceTag } = await overruled();
    await expectRefusal(doctor.registry.write.vetoReplacement([licenceTag, OWN]), "ReplacementVetoIsOverruled", [
      licenceTag,
    ]);
    await expectRefusal(
      registrar.registry.write.vetoReplacement([licenceTag, NORTHFIELD]),
      "ReplacementVetoIsOverruled",
      [licenceTag],
    );
  });

  for (const [name, hospital] of [
    ["doctor", OWN],
    ["registrar", NORTHFIELD],
  ] as const) {
    it(`by the ${name} is possible until it is completed`, async () => {
      const all = await replacing();
      const at = all.readyAt + 10n * DAY;
      await nextAt(at);
      const events = await eventsOf(all[name].registry.write.vetoReplacement([all.licenceTag, hospital]));

      const args = { licenceTag: all.licenceTag, actor: all[name].address };
      expect(events).toEqual([{ name: "ReplacementVetoed", args }]);
      expect(await all.doctor.registry.read.replacementOf([all.licenceTag])).toEqual([all.readyAt, at, false]);
      await expectRefusal(all.newWallet.registry.write.completeReplacement([all.attestation]), "ReplacementIsVetoed", [
        all.licenceTag,
      ]);
    });
  }

  it("is possible for an old wallet whose attestation lapsed, and in vain against a new one attested at once", async () => {
    const { attester, doctor, newWallet, licenceTag } = await replacing();
    await goTo((await now()) + YEAR + 1n);
    await doctor.registry.write.vetoReplacement([licenceTag, OWN]);
    await attest(attester, newWallet, { licenceTag });
    expect(await doctor.registry.read.licenceOf([licenceTag])).toEqual([newWallet.address, true]);
  });
});

describe("overruling a veto", () => {
  for (const name of ["attester", "registrar", "pauser", "doctor", "newcomer", "stranger"] as const) {
    it(`is refused to the ${name}`, async () => {
      const all = await vetoed();
      await goTo(all.vetoedAt + OVERRULE_DELAY);
      await expectRefusal(all[name].registry.write.overruleVeto([all.licenceTag]), "AccessControlUnauthorizedAccount", [
        all[name].address,
        DEFAULT_ADMIN_ROLE,
      ]);
    });
  }

  it("is refused where no replacement is under way", async () => {
    const { admin, doctor } = await world();
    const { licenceTag } = await attestationOf(doctor);
    await expectRefusal(admin.registry.write.overruleVeto([licenceTag]), "ReplacementUnknown", [licenceTag]);
  });

  it("is refused where there is no veto", async () => {
    const { admin, licenceTag, readyAt } = await replacing();
    await goTo(readyAt);
    await expectRefusal(admin.registry.write.overruleVeto([licenceTag]), "ReplacementOverruleNotDue", [licenceTag, 0n]);
  });

  it("is refused one second before its delay is over, which begins with the veto", async () => {
    const { admin, licenceTag, vetoedAt } = await vetoed();
    const notBefore = vetoedAt + OVERRULE_DELAY;
    await nextAt(notBefore - 1n);
    await expectRefusal(admin.registry.write.overruleVeto([licenceTag]), "ReplacementOverruleNotDue", [
      licenceTag,
      notBefore,
    ]);
  });

  it("in the second it is due lets the new wallet complete", async () => {
    const { admin, newWallet, attestation, licenceTag, readyAt, vetoedAt } = await vetoed();
    await nextAt(vetoedAt + OVERRULE_DELAY);
    const events = await eventsOf(admin.registry.write.overruleVeto([licenceTag]));

    expect(events).toEqual([{ name: "VetoOverruled", args: { licenceTag, actor: admin.address } }]);
    expect(await admin.registry.read.replacementOf([licenceTag])).toEqual([readyAt, vetoedAt, true]);
    await newWallet.registry.write.completeReplacement([attestation]);
    expect(await admin.registry.read.licenceOf([licenceTag])).toEqual([newWallet.address, true]);
  });
});
