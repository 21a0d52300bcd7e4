import { ATTESTER_ROLE, DEFAULT_ADMIN_ROLE, doctorRole, registrarRole } from "@chartkey/protocol/role-id";
import { numberToHex, padHex, zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import { attest } from "../support/attestations.ts";
import { DAY, goTo, now, YEAR } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { DELAY, HARBOUR, NORTHFIELD, world } from "../support/world.ts";

const UNOPENED = 99;

describe("opening a hospital", () => {
  it("is refused to anyone but the default admin", async () => {
    const { registrar } = await world();
    await expectRefusal(
      registrar.registry.write.openHospital([3, "Foxglen Surgery"]),
      "AccessControlUnauthorizedAccount",
      [registrar.address, DEFAULT_ADMIN_ROLE],
    );
  });

  it("is refused for the id zero", async () => {
    const { admin } = await world();
    await expectRefusal(admin.registry.write.openHospital([0, "Nowhere"]), "RolesInvalidHospital", [0]);
  });

  it("is refused without a name", async () => {
    const { admin } = await world();
    await expectRefusal(admin.registry.write.openHospital([3, ""]), "RolesInvalidHospital", [3]);
  });

  it("is refused a second time", async () => {
    const { admin } = await world();
    await expectRefusal(admin.registry.write.openHospital([NORTHFIELD, "Again"]), "RolesHospitalAlreadyOpened", [
      NORTHFIELD,
    ]);
  });

  it("opens it under its public name", async () => {
    const { admin } = await world();
    const events = await eventsOf(admin.registry.write.openHospital([3, "Foxglen Surgery"]));

    expect(events).toEqual([{ name: "HospitalOpened", args: { hospital: 3, name: "Foxglen Surgery" } }]);
    expect(await admin.registry.read.isHospitalOpen([3])).toBe(true);
    expect(await admin.registry.read.isHospitalOpen([UNOPENED])).toBe(false);
  });
});

describe("role ids", () => {
  it("are the bytes that the table says", async () => {
    const { stranger } = await world();
    expect(await stranger.registry.read.ATTESTER_ROLE()).toBe(ATTESTER_ROLE);
    expect(await stranger.registry.read.registrarRole([HARBOUR])).toBe(registrarRole(HARBOUR));
    expect(await stranger.registry.read.doctorRole([HARBOUR])).toBe(doctorRole(HARBOUR));
  });

  it("of doctors are administered by the registrars of the same hospital, all others by the default admin", async () => {
    const { stranger } = await world();
    const adminOf = (role: `0x${string}`) => stranger.registry.read.getRoleAdmin([role]);

    expect(await adminOf(doctorRole(NORTHFIELD))).toBe(registrarRole(NORTHFIELD));
    expect(await adminOf(registrarRole(NORTHFIELD))).toBe(DEFAULT_ADMIN_ROLE);
    expect(await adminOf(ATTESTER_ROLE)).toBe(DEFAULT_ADMIN_ROLE);
  });
});

describe("granting a role", () => {
  const unknown = {
    "an unused class": padHex("0x05", { size: 32, dir: "right" }),
    "an attester of a hospital": numberToHex((1n << 248n) + 1n, { size: 32 }),
    "a registrar of no hospital": padHex("0x03", { size: 32, dir: "right" }),
    "a doctor of no hospital": padHex("0x04", { size: 32, dir: "right" }),
    "a registrar id with stray bytes": numberToHex((3n << 248n) + (1n << 32n) + 1n, { size: 32 }),
    "a class of zero with a hospital": numberToHex(1n, { size: 32 }),
  };

  for (const [name, role] of Object.entries(unknown)) {
    it(`is refused for ${name}`, async () => {
      const { admin, newcomer } = await world();
      await expectRefusal(admin.registry.write.grantRole([role, newcomer.address]), "RolesUnknownRole", [role]);
    });
  }

  it("is refused for a registrar of a hospital that was not opened", async () => {
    const { admin, newcomer } = await world();
    await expectRefusal(
      admin.registry.write.grantRole([registrarRole(UNOPENED), newcomer.address]),
      "RolesHospitalNotOpened",
      [UNOPENED],
    );
  });

  it("is refused for the default admin, whose role only a transfer moves", async () => {
    const { admin, newcomer } = await world();
    await expectRefusal(
      admin.registry.write.grantRole([DEFAULT_ADMIN_ROLE, newcomer.address]),
      "AccessControlEnforcedDefaultAdminRules",
    );
  });

  it("is refused to the registry itself", async () => {
    const { admin, contracts } = await world();
    await expectRefusal(admin.registry.write.grantRole([ATTESTER_ROLE, contracts.registry]), "RolesForbiddenAccount");
  });

  it("is refused to the zero address", async () => {
    const { admin } = await world();
    await expectRefusal(admin.registry.write.grantRole([ATTESTER_ROLE, zeroAddress]), "RolesForbiddenAccount", [
      zeroAddress,
    ]);
  });

  it("twice counts once", async () => {
    const { admin, attester, newcomer } = await world();
    await admin.registry.write.grantRole([ATTESTER_ROLE, attester.address]);
    await admin.registry.write.revokeRole([ATTESTER_ROLE, attester.address]);
    await admin.registry.write.revokeRole([ATTESTER_ROLE, newcomer.address]);

    expect(await admin.registry.read.isAdministrative([attester.address])).toBe(false);
    expect(await admin.registry.read.isAdministrative([newcomer.address])).toBe(false);
  });
});

describe("appointing a doctor", () => {
  it("is refused to the default admin", async () => {
    const { admin, attester, newcomer } = await world();
    await attest(attester, newcomer);
    await expectRefusal(
      admin.registry.write.grantRole([doctorRole(NORTHFIELD), newcomer.address]),
      "AccessControlUnauthorizedAccount",
      [admin.address, registrarRole(NORTHFIELD)],
    );
  });

  it("is refused to the registrar of another hospital", async () => {
    const { harbourRegistrar, attester, newcomer } = await world();
    await attest(attester, newcomer);
    await expectRefusal(
      harbourRegistrar.registry.write.grantRole([doctorRole(NORTHFIELD), newcomer.address]),
      "AccessControlUnauthorizedAccount",
      [harbourRegistrar.address, registrarRole(NORTHFIELD)],
    );
  });

  it("is refused without a live attestation", async () => {
    const { registrar, newcomer } = await world();
    await expectRefusal(
      registrar.registry.write.grantRole([doctorRole(NORTHFIELD), newcomer.address]),
      "RolesDoctorNotAttested",
      [newcomer.address],
    );
  });

  it("is refused once the attestation has lapsed", async () => {
    const { registrar, attester, newcomer } = await world();
    await attest(attester, newcomer);
    await goTo((await now()) + YEAR + 1n);
    await expectRefusal(
      registrar.registry.write.grantRole([doctorRole(NORTHFIELD), newcomer.address]),
      "RolesDoctorNotAttested",
    );
  });

  it("makes an attested doctor active, until the appointment ends", async () => {
    const { registrar, attester, newcomer } = await world();
    await attest(attester, newcomer);
    expect(await registrar.registry.read.isActiveDoctor([newcomer.address])).toBe(false);

    await registrar.registry.write.grantRole([doctorRole(NORTHFIELD), newcomer.address]);
    expect(await registrar.registry.read.isActiveDoctor([newcomer.address])).toBe(true);

    await registrar.registry.write.revokeRole([doctorRole(NORTHFIELD), newcomer.address]);
    expect(await registrar.registry.read.isActiveDoctor([newcomer.address])).toBe(false);
  });

  it("by two hospitals leaves the doctor active when one of them ends it", async () => {
    const { registrar, harbourRegistrar, doctor } = await world();
    await harbourRegistrar.registry.write.grantRole([doctorRole(HARBOUR), doctor.address]);
    await registrar.registry.write.revokeRole([doctorRole(NORTHFIELD), doctor.address]);
    expect(await doctor.registry.read.isActiveDoctor([doctor.address])).toBe(true);

    await doctor.registry.write.renounceRole([doctorRole(HARBOUR), doctor.address]);
    expect(await doctor.registry.read.isActiveDoctor([doctor.address])).toBe(false);
  });
});

describe("separation of duties", () => {
  for (const [name, role] of [
    ["attester", ATTESTER_ROLE],
    ["registrar", registrarRole(HARBOUR)],
  ] as const) {
    describe(`given someone who shall become ${name}`, () => {
      it("refuses a patient", async () => {
        const { admin, patient } = await world();
        await expectRefusal(admin.registry.write.grantRole([role, patient.address]), "RolesSeparationOfDuties", [
          patient.address,
        ]);
      });

      it("refuses a doctor who is attested and not appointed", async () => {
        const { admin, attester, newcomer } = await world();
        await attest(attester, newcomer);
        await expectRefusal(admin.registry.write.grantRole([role, newcomer.address]), "RolesSeparationOfDuties");
      });

      it("refuses a doctor who is appointed and no longer attested", async () => {
        const { admin, attester, doctor } = await world();
        await attester.registry.write.revokeAttestation([doctor.address]);
        await expectRefusal(admin.registry.write.grantRole([role, doctor.address]), "RolesSeparationOfDuties");
      });

      it("accepts a former doctor, who then cannot be attested again", async () => {
        const { admin, attester, registrar, doctor } = await world();
        await attester.registry.write.revokeAttestation([doctor.address]);
        await registrar.registry.write.revokeRole([doctorRole(NORTHFIELD), doctor.address]);
        await admin.registry.write.grantRole([role, doctor.address]);

        await goTo((await now()) + 1n);
        await expectRefusal(attest(attester, doctor), "RolesSeparationOfDuties", [doctor.address]);
      });
    });
  }

  for (const name of ["admin", "attester", "registrar"] as const) {
    describe(`given the ${name}`, () => {
      it("refuses registering as a patient", async () => {
        const administrator = (await world())[name];
        await expectRefusal(
          administrator.registry.write.registerPatient([await keyPublication(administrator)]),
          "RolesSeparationOfDuties",
          [administrator.address],
        );
      });

      it("refuses being attested", async () => {
        const all = await world();
        await expectRefusal(attest(all.attester, all[name]), "RolesSeparationOfDuties", [all[name].address]);
      });

      it("refuses being appointed", async () => {
        const all = await world();
        await expectRefusal(
          all.registrar.registry.write.grantRole([doctorRole(NORTHFIELD), all[name].address]),
          "RolesSeparationOfDuties",
          [all[name].address],
        );
      });
    });
  }

  it("accepts as a patient who renounced the last administrative role", async () => {
    const { registrar } = await world();
    await registrar.registry.write.renounceRole([registrarRole(NORTHFIELD), registrar.address]);
    await registrar.registry.write.registerPatient([await keyPublication(registrar)]);

    expect(await registrar.registry.read.isAdministrative([registrar.address])).toBe(false);
  });

  it("accepts a patient who is a doctor too", async () => {
    const { doctor } = await world();
    await doctor.registry.write.registerPatient([await keyPublication(doctor, { version: 2 })]);
    expect(await doctor.registry.read.isActiveDoctor([doctor.address])).toBe(true);
  });
});

describe("a transfer of the default admin", () => {
  it("is refused before its delay", async () => {
    const { admin, newcomer } = await world();
    await admin.registry.write.beginDefaultAdminTransfer([newcomer.address]);
    await expectRefusal(newcomer.registry.write.acceptDefaultAdminTransfer(), "AccessControlEnforcedDefaultAdminDelay");
  });

  it("is refused to someone who became a patient meanwhile", async () => {
    const { admin, newcomer } = await world();
    await admin.registry.write.beginDefaultAdminTransfer([newcomer.address]);
    await newcomer.registry.write.registerPatient([await keyPublication(newcomer)]);
    await goTo((await now()) + BigInt(DELAY) + DAY);
    await expectRefusal(newcomer.registry.write.acceptDefaultAdminTransfer(), "RolesSeparationOfDuties", [
      newcomer.address,
    ]);
  });

  it("moves the administrative role from the old to the new", async () => {
    const { admin, newcomer } = await world();
    await admin.registry.write.beginDefaultAdminTransfer([newcomer.address]);
    await goTo((await now()) + BigInt(DELAY) + 1n);
    await newcomer.registry.write.acceptDefaultAdminTransfer();

    expect(await admin.registry.read.isAdministrative([admin.address])).toBe(false);
    expect(await admin.registry.read.isAdministrative([newcomer.address])).toBe(true);
    expect(await admin.registry.read.defaultAdmin()).toBe(newcomer.address);
  });

  it("renounced leaves nobody administrative behind", async () => {
    const { admin } = await world();
    await admin.registry.write.beginDefaultAdminTransfer([zeroAddress]);
    await goTo((await now()) + BigInt(DELAY) + 1n);
    await admin.registry.write.renounceRole([DEFAULT_ADMIN_ROLE, admin.address]);

    expect(await admin.registry.read.isAdministrative([admin.address])).toBe(false);
  });
});
