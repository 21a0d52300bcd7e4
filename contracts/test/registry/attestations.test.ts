import { ATTESTER_ROLE, doctorRole } from "@chartkey/protocol/role-id";
import { keccak256, toHex, zeroAddress, zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import { doctorAttestation } from "@chartkey/protocol/typed-data";
import { attest, attestationOf, signAttestation } from "../support/attestations.ts";
import { DAY, goTo, nextAt, now, YEAR } from "../support/chain.ts";
import { acceptEverySignature } from "../support/contract-accounts.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { location } from "../support/location.ts";
import { ELSEWHERE, signElsewhere, SPOILED } from "../support/spoiled-signatures.ts";
import { HARBOUR, NORTHFIELD, world, type World } from "../support/world.ts";

const HOUR = 3_600n;
const SKEW = 300n;
const MAX_VALIDITY = 2n * 366n * DAY;
const DAILY_CAP = 200;
const MAX_TEXT = 128;

describe("submitting an attestation", () => {
  it("is refused to anyone but its subject", async () => {
    const { attester, newcomer, stranger } = await world();
    const attestation = await attestationOf(newcomer);
    const signature = await signAttestation(attester, attestation);
    await expectRefusal(
      stranger.registry.write.submitAttestation([attestation, signature]),
      "AttestationSubjectMismatch",
      [newcomer.address, stranger.address],
    );
  });

  describe("given a signature", () => {
    for (const name of ["newcomer", "registrar", "admin"] as const) {
      it(`is refused when it is by the ${name}`, async () => {
        const all = await world();
        await expectRefusal(attest(all[name], all.newcomer), "AttestationSignerNotAttester", [all[name].address]);
      });
    }

    it("is refused when its attester lost the role", async () => {
      const { admin, attester, newcomer } = await world();
      await admin.registry.write.revokeRole([ATTESTER_ROLE, attester.address]);
      await expectRefusal(attest(attester, newcomer), "AttestationSignerNotAttester", [attester.address]);
    });

    for (const [name, change] of Object.entries({
      subject: { subject: zeroAddress },
      licenceTag: { licenceTag: keccak256("0x02") },
      professionalName: { professionalName: "Dr Somebody Else" },
      specialty: { specialty: "Surgery" },
      validUntil: { validUntil: 4_000_000_000n },
      issuedAt: { issuedAt: 1n },
    })) {
      it(`is refused when ${name} was changed after signing`, async () => {
        const { attester, newcomer } = await world();
        const attestation = await attestationOf(newcomer);
        const signature = await signAttestation(attester, { ...attestation, ...change });
        await expectRefusal(
          newcomer.registry.write.submitAttestation([attestation, signature]),
          "AttestationSignerNotAttester",
        );
      });
    }

    for (const [name, where] of Object.entries(ELSEWHERE)) {
      it(`is refused when made for a registry ${name}`, async () => {
        const { attester, newcomer, contracts } = await world();
        const attestation = await attestationOf(newcomer);
        const form = doctorAttestation(location(contracts.registry), attestation);
        await expectRefusal(
          newcomer.registry.write.submitAttestation([attestation, await signElsewhere(attester, form, where)]),
          "AttestationSignerNotAttester",
        );
      });
    }

    for (const [name, spoil] of Object.entries(SPOILED)) {
      it(`is refused when it is ${name}`, async () => {
        const { attester, newcomer } = await world();
        const attestation = await attestationOf(newcomer);
        const signature = spoil(await signAttestation(attester, attestation));
        await expectRefusal(
          newcomer.registry.write.submitAttestation([attestation, signature]),
          "AttestationSignerNotAttester",
          [zeroAddress],
        );
      });
    }

    it("is refused when its attester is a contract that accepts it, for an attestation names no attester", async () => {
      const { attester, newcomer, stranger } = await world();
      await acceptEverySignature(attester);
      await expectRefusal(attest(stranger, newcomer), "AttestationSignerNotAttester", [stranger.address]);
    });
  });

  describe("given a time of issue", () => {
    it("is refused one second after the window", async () => {
      const { attester, newcomer } = await world();
      const issuedAt = await now();
      await nextAt(issuedAt + HOUR + 1n);
      await expectRefusal(attest(attester, newcomer, { issuedAt }), "AttestationOutsideWindow", [issuedAt]);
    });

    it("succeeds in the last second of the window", async () => {
      const { attester, newcomer } = await world();
      const issuedAt = await now();
      await goTo(issuedAt + HOUR - 1n);
      await nextAt(issuedAt + HOUR);
      await attest(attester, newcomer, { issuedAt });
    });

    it("is refused further ahead of the chain's clock than clocks differ", async () => {
      const { attester, newcomer } = await world();
      const later = (await now()) + 10n;
      await nextAt(later);
      await expectRefusal(attest(attester, newcomer, { issuedAt: later + SKEW + 1n }), "AttestationOutsideWindow");
    });

    it("succeeds a little ahead of the chain's clock", async () => {
      const { attester, newcomer } = await world();
      const later = (await now()) + 10n;
      await nextAt(later);
      await attest(attester, newcomer, { issuedAt: later + SKEW });
    });

    it("is refused twice", async () => {
      const { attester, newcomer } = await world();
      const attestation = await attestationOf(newcomer);
      const signature = await signAttestation(attester, attestation);
      await newcomer.registry.write.submitAttestation([attestation, signature]);
      await expectRefusal(
        newcomer.registry.write.submitAttestation([attestation, signature]),
        "AttestationAlreadyUsed",
        [newcomer.address, attestation.issuedAt],
      );
    });

    it("is refused when it was issued before the one submitted last, though never submitted", async () => {
      const { attester, newcomer } = await world();
      const issuedAt = await now();
      const earlier = await attestationOf(newcomer, { issuedAt: issuedAt - 1n });
      await attest(attester, newcomer, { issuedAt });
      await expectRefusal(
        newcomer.registry.write.submitAttestation([earlier, await signAttestation(attester, earlier)]),
        "AttestationAlreadyUsed",
        [newcomer.address, issuedAt - 1n],
      );
    });

    it("is refused twice after a revocation as well", async () => {
      const { attester, newcomer } = await world();
      const attestation = await attestationOf(newcomer);
      const signature = await signAttestation(attester, attestation);
      await newcomer.registry.write.submitAttestation([attestation, signature]);
      await attester.registry.write.revokeAttestation([newcomer.address]);
      await expectRefusal(
        newcomer.registry.write.submitAttestation([attestation, signature]),
        "AttestationAlreadyUsed",
      );
    });
  });

  describe("given an end of validity", () => {
    it("is refused when it has passed", async () => {
      const { attester, newcomer } = await world();
      const later = (await now()) + 10n;
      await nextAt(later);
      await expectRefusal(attest(attester, newcomer, { validUntil: later }), "AttestationInvalidPeriod", [later]);
    });

    it("is refused beyond two years", async () => {
      const { attester, newcomer } = await world();
      const validUntil = (await now()) + MAX_VALIDITY + 1n;
      await expectRefusal(attest(attester, newcomer, { validUntil }), "AttestationInvalidPeriod", [validUntil]);
    });

    it("succeeds at two years", async () => {
      const { attester, newcomer } = await world();
      const validUntil = (await now()) + MAX_VALIDITY;
      await attest(attester, newcomer, { validUntil });
      expect(await newcomer.registry.read.attestationOf([newcomer.address])).toEqual([validUntil, 1]);
    });
  });

  for (const [name, change] of Object.entries({
    "a licence tag": { licenceTag: zeroHash },
    "a professional name": { professionalName: "" },
    "a specialty": { specialty: "" },
  })) {
    it(`is refused without ${name}`, async () => {
      const { attester, newcomer } = await world();
      await expectRefusal(attest(attester, newcomer, change), "AttestationIncomplete");
    });
  }

  it("is refused with a name or specialty over the limit", async () => {
    const { attester, newcomer } = await world();
    const long = "x".repeat(MAX_TEXT + 1);
    await expectRefusal(attest(attester, newcomer, { professionalName: long }), "AttestationTextTooLong", [129n, 10n]);
    await expectRefusal(attest(attester, newcomer, { specialty: long }), "AttestationTextTooLong", [17n, 129n]);
    await attest(attester, newcomer, { professionalName: "x".repeat(MAX_TEXT), specialty: "x".repeat(MAX_TEXT) });
  });

  it("announces all that was attested", async () => {
    const { attester, newcomer } = await world();
    const attestation = await attestationOf(newcomer);
    const signature = await signAttestation(attester, attestation);
    const events = await eventsOf(newcomer.registry.write.submitAttestation([attestation, signature]));

    expect(events).toEqual([
      { name: "DoctorAttested", args: { ...attestation, attester: attester.address, generation: 1 } },
    ]);
  });

  describe("given a licence", () => {
    const licenceTag = keccak256(toHex("one licence"));

    const bearerOf = ({ stranger }: World) => stranger.registry.read.licenceOf([licenceTag]);

    it("is nobody's before it was attested", async () => {
      expect(await bearerOf(await world())).toEqual([zeroAddress, false]);
    });

    it("waits while it is live for another wallet, which stays attested", async () => {
      const all = await world();
      await attest(all.attester, all.newcomer, { licenceTag });
      await attest(all.attester, all.stranger, { licenceTag });

      expect(await bearerOf(all)).toEqual([all.newcomer.address, true]);
      expect(await all.stranger.registry.read.attestationOf([all.stranger.address])).toEqual([0n, 0]);
    });

    it("succeeds for another wallet once the first attestation is revoked", async () => {
      const all = await world();
      await attest(all.attester, all.newcomer, { licenceTag });
      await all.attester.registry.write.revokeAttestation([all.newcomer.address]);
      expect(await bearerOf(all)).toEqual([all.newcomer.address, false]);

      await attest(all.attester, all.stranger, { licenceTag });
      expect(await bearerOf(all)).toEqual([all.stranger.address, true]);
    });

    it("succeeds for another wallet once the first attestation lapsed", async () => {
      const all = await world();
      await attest(all.attester, all.newcomer, { licenceTag });
      await goTo((await now()) + YEAR + 1n);
      await attest(all.attester, all.stranger, { licenceTag });
      expect(await bearerOf(all)).toEqual([all.stranger.address, true]);
    });

    it("succeeds for another wallet once the first is attested for another licence", async () => {
      const all = await world();
      await attest(all.attester, all.newcomer, { licenceTag });
      await goTo((await now()) + 1n);
      await attest(all.attester, all.newcomer, { licenceTag: keccak256(toHex("another licence")) });
      expect(await bearerOf(all)).toEqual([all.newcomer.address, false]);

      await attest(all.attester, all.stranger, { licenceTag });
      expect(await bearerOf(all)).toEqual([all.stranger.address, true]);
    });

    it("does not come back to the first wallet at once, when it is live for a second", async () => {
      const all = await world();
      await attest(all.attester, all.newcomer, { licenceTag });
      await all.attester.registry.write.revokeAttestation([all.newcomer.address]);
      await attest(all.attester, all.stranger, { licenceTag });
      await goTo((await now()) + 1n);
      await attest(all.attester, all.newcomer, { licenceTag });

      expect(await bearerOf(all)).toEqual([all.stranger.address, true]);
      expect(await all.newcomer.registry.read.attestationOf([all.newcomer.address])).toEqual([0n, 1]);
    });
  });

  describe("given a generation", () => {
    const generationOf = async ({ newcomer }: World) =>
      (await newcomer.registry.read.attestationOf([newcomer.address]))[1];

    it("continues it on renewal before the end", async () => {
      const all = await world();
      await attest(all.attester, all.newcomer);
      await goTo((await now()) + YEAR - DAY);
      await attest(all.attester, all.newcomer);
      expect(await generationOf(all)).toBe(1);
    });

    it("starts a new one after a lapse", async () => {
      const all = await world();
      await attest(all.attester, all.newcomer);
      await goTo((await now()) + YEAR + 1n);
      await attest(all.attester, all.newcomer);
      expect(await generationOf(all)).toBe(2);
    });

    it("starts a new one after a revocation", async () => {
      const all = await world();
      await attest(all.attester, all.newcomer);
      await all.attester.registry.write.revokeAttestation([all.newcomer.address]);
      await goTo((await now()) + 1n);
      await attest(all.attester, all.newcomer);
      expect(await generationOf(all)).toBe(2);
    });

    it("starts a new one for another licence", async () => {
      const all = await world();
      await attest(all.attester, all.newcomer);
      await goTo((await now()) + 1n);
      await attest(all.attester, all.newcomer, { licenceTag: keccak256(toHex("another licence")) });
      expect(await generationOf(all)).toBe(2);
    });
  });

  it("is refused over the attester's daily cap, and succeeds the next day", async () => {
    const { attester, newcomer } = await world();
    const morning = ((await now()) / DAY + 1n) * DAY;
    for (let n = 0n; n < DAILY_CAP; n++) {
      await nextAt(morning + n);
      await attest(attester, newcomer, { issuedAt: morning + n });
    }
    await nextAt(morning + 1_000n);
    await expectRefusal(attest(attester, newcomer, { issuedAt: morning + 1_000n }), "AttestationDailyCapReached", [
      attester.address,
      BigInt(DAILY_CAP),
    ]);

    await nextAt(morning + DAY);
    await attest(attester, newcomer, { issuedAt: morning + DAY });
  });
});

describe("revoking an attestation", () => {
  for (const name of ["registrar", "pauser", "patient", "doctor", "stranger"] as const) {
    it(`is refused to the ${name}`, async () => {
      const all = await world();
      await expectRefusal(
        all[name].registry.write.revokeAttestation([all.doctor.address]),
        "AccessControlUnauthorizedAccount",
        [all[name].address, ATTESTER_ROLE],
      );
    });
  }

  it("is refused when there is none", async () => {
    const { attester, stranger } = await world();
    await expectRefusal(attester.registry.write.revokeAttestation([stranger.address]), "AttestationNotLive", [
      stranger.address,
    ]);
  });

  it("is refused once it lapsed", async () => {
    const { attester, doctor } = await world();
    await goTo((await now()) + YEAR + 1n);
    await expectRefusal(attester.registry.write.revokeAttestation([doctor.address]), "AttestationNotLive");
  });

  it("is refused twice", async () => {
    const { attester, admin, doctor } = await world();
    await attester.registry.write.revokeAttestation([doctor.address]);
    await expectRefusal(admin.registry.write.revokeAttestation([doctor.address]), "AttestationNotLive");
  });

  for (const name of ["attester", "admin"] as const) {
    it(`by the ${name} ends the doctor's activity at once, appointments or not`, async () => {
      const all = await world();
      await all.harbourRegistrar.registry.write.grantRole([doctorRole(HARBOUR), all.doctor.address]);
      const events = await eventsOf(all[name].registry.write.revokeAttestation([all.doctor.address]));

      expect(events).toEqual([
        {
          name: "AttestationRevoked",
          args: { subject: all.doctor.address, actor: all[name].address, generation: 1 },
        },
      ]);
      expect(await all.doctor.registry.read.isActiveDoctor([all.doctor.address])).toBe(false);
      expect(await all.doctor.registry.read.hasRole([doctorRole(NORTHFIELD), all.doctor.address])).toBe(true);
      expect(await all.doctor.registry.read.attestationOf([all.doctor.address])).toEqual([0n, 1]);
    });
  }
});

describe("a doctor's activity", () => {
  it("lasts to the last second of the attestation", async () => {
    const { doctor } = await world();
    const [validUntil] = await doctor.registry.read.attestationOf([doctor.address]);

    await goTo(validUntil);
    expect(await doctor.registry.read.isActiveDoctor([doctor.address])).toBe(true);
    await goTo(validUntil + 1n);
    expect(await doctor.registry.read.isActiveDoctor([doctor.address])).toBe(false);
  });
});
