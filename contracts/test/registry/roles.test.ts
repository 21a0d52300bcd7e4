import { ATTESTER_ROLE, DEFAULT_ADMIN_ROLE, doctorRole, PAUSER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import { numberToHex, padHex, zeroAddress, type Address, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { attest } from "../support/attestations.ts";
import { authoriserOf } from "../support/authoriser.ts";
import { chain, DAY, goTo, now, YEAR } from "../support/chain.ts";
import { answerAlways, inTheNameOf } from "../support/contract-accounts.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { DELAY, HARBOUR, NORTHFIELD, world, type World } from "../support/world.ts";

const UNOPENED = 99;
const MAX_HOSPITAL_NAME = 128;

/** Every role that the default admin grants and that makes administrative. */
const administrativeRoles = {
  attester: ATTESTER_ROLE,
  pauser: PAUSER_ROLE,
  "registrar of a hospital": registrarRole(HARBOUR),
};

describe("opening a hospital", () => {
  for (const name of ["registrar", "attester", "pauser", "doctor", "stranger"] as const) {
    it(`is refused to the ${name}`, async () => {
      const actor = (await world())[name];
      await expectRefusal(
        actor.registry.write.openHospital([3, "Foxglen Surgery"]),
        "AccessControlUnauthorizedAccount",
        [actor.address, DEFAULT_ADMIN_ROLE],
      );
    });
  }

  it("is refused for the id zero", async () => {
    const { admin } = await world();
    await expectRefusal(admin.registry.write.openHospital([0, "Nowhere"]), "RolesInvalidHospital", [0]);
  });

  it("is refused without a name", async () => {
    const { admin } = await world();
    await expectRefusal(admin.registry.write.openHospital([3, ""]), "RolesInvalidHospital", [3]);
  });

  it("is refused with a name over the limit", async () => {
    const { admin } = await world();
    const long = "x".repeat(MAX_HOSPITAL_NAME + 1);
    await expectRefusal(admin.registry.write.openHospital([3, long]), "RolesInvalidHospital", [3]);
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

    expect(events).toEqual([
      { name: "HospitalOpened", args: { hospital: 3, name: "Foxglen Surgery", actor: admin.address } },
    ]);
    expect(await admin.registry.read.isHospitalOpen([3])).toBe(true);
    expect(await admin.registry.read.isHospitalOpen([UNOPENED])).toBe(false);
  });

  it("succeeds with a name at the limit, and the highest id", async () => {
    const { admin } = await world();
    await admin.registry.write.openHospital([0xffff_ffff, "x".repeat(MAX_HOSPITAL_NAME)]);
    expect(await admin.registry.read.isHospitalOpen([0xffff_ffff])).toBe(true);
  });
});

describe("role ids", () => {
  it("are the bytes that the table says", async () => {
    const { read } = (await world()).stranger.registry;
    expect(await read.ATTESTER_ROLE()).toBe(ATTESTER_ROLE);
    expect(await read.PAUSER_ROLE()).toBe(PAUSER_ROLE);
    expect(await read.registrarRole([HARBOUR])).toBe(registrarRole(HARBOUR));
    expect(await read.doctorRole([HARBOUR])).toBe(doctorRole(HARBOUR));
  });

  it("of doctors are administered by the registrars of the same hospital, all others by the default admin", async () => {
    const { stranger } = await world();
    const adminOf = (role: Hex) => stranger.registry.read.getRoleAdmin([role]);

    expect(await adminOf(doctorRole(NORTHFIELD))).toBe(registrarRole(NORTHFIELD));
    for (const role of [DEFAULT_ADMIN_ROLE, ATTESTER_ROLE, PAUSER_ROLE, registrarRole(NORTHFIELD)]) {
      expect(await adminOf(role)).toBe(DEFAULT_ADMIN_ROLE);
    }
  });
});

describe("granting a role", () => {
  const unknown = {
    "an unused class": padHex("0x05", { size: 32, dir: "right" }),
    "an attester of a hospital": numberToHex((1n << 248n) + 1n, { size: 32 }),
    "a pauser of a hospital": numberToHex((2n << 248n) + 1n, { size: 32 }),
    "a registrar of no hospital": padHex("0x03", { size: 32, dir: "right" }),
    "a doctor of no hospital": padHex("0x04", { size: 32, dir: "right" }),
    "a registrar id with stray bytes": numberToHex((3n << 248n) + (1n << 32n) + 1n, { size: 32 }),
    "a doctor id with stray bytes": numberToHex((4n << 248n) + (1n << 240n) + 1n, { size: 32 }),
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

  it("is refused to nobody, which is what the zero address stands for", async () => {
    const { admin } = await world();
    await expectRefusal(admin.registry.write.grantRole([PAUSER_ROLE, zeroAddress]), "RolesForbiddenAccount", [
      zeroAddress,
    ]);
  });

  for (const [title, role] of Object.entries(administrativeRoles)) {
    for (const name of ["attester", "registrar", "pauser", "doctor", "patient", "stranger"] as const) {
      it(`as ${title} is refused to the ${name}`, async () => {
        const all = await world();
        await expectRefusal(
          all[name].registry.write.grantRole([role, all.newcomer.address]),
          "AccessControlUnauthorizedAccount",
          [all[name].address, DEFAULT_ADMIN_ROLE],
        );
      });
    }
  }

  it("as pauser takes effect at once, for whoever stops an emergency must be replaceable in one", async () => {
    const { admin, newcomer } = await world();
    const events = await eventsOf(admin.registry.write.grantRole([PAUSER_ROLE, newcomer.address]));

    const args = { role: PAUSER_ROLE, account: newcomer.address, sender: admin.address };
    expect(events).toEqual([{ name: "RoleGranted", args }]);
    expect(await admin.registry.read.hasRole([PAUSER_ROLE, newcomer.address])).toBe(true);
    expect(await admin.registry.read.isAdministrative([newcomer.address])).toBe(true);
  });

  it("twice counts once", async () => {
    const { admin, pauser } = await world();
    await admin.registry.write.grantRole([PAUSER_ROLE, pauser.address]);
    await admin.registry.write.revokeRole([PAUSER_ROLE, pauser.address]);
    expect(await admin.registry.read.isAdministrative([pauser.address])).toBe(false);
  });
});

describe("the contracts of this system", () => {
  const roles = { ...administrativeRoles, "doctor of a hospital": doctorRole(NORTHFIELD) };

  for (const contract of ["registry", "records"] as const) {
    for (const [name, role] of Object.entries(roles)) {
      it(`are refused as ${name}: ${contract}`, async () => {
        const { admin, registrar, contracts } = await world();
        const granter = role === doctorRole(NORTHFIELD) ? registrar : admin;
        await expectRefusal(granter.registry.write.grantRole([role, contracts[contract]]), "RolesForbiddenAccount", [
          contracts[contract],
        ]);
      });
    }

    it(`are refused as default admin, though they accepted: ${contract}`, async () => {
      const { admin, contracts } = await world();
      await admin.registry.write.beginDefaultAdminTransfer([contracts[contract]]);
      await goTo((await now()) + BigInt(DELAY) + 1n);
      const accepting = await inTheNameOf(contracts[contract], contracts);

      // The registry that calls itself acts for whoever signed, here for nobody.
      const [error, values] =
        contract === "records"
          ? ["RolesForbiddenAccount", [contracts.records]]
          : ["AccessControlInvalidDefaultAdmin", [zeroAddress]];
      await expectRefusal(accepting.registry.write.acceptDefaultAdminTransfer(), error, values);
    });
  }

  it("are known by what they answer, so that any contract is refused that names this registry as its own", async () => {
    const { admin, stranger, contracts } = await world();
    await answerAlways(stranger.address, padHex(contracts.registry, { size: 32 }));
    await expectRefusal(admin.registry.write.grantRole([PAUSER_ROLE, stranger.address]), "RolesForbiddenAccount", [
      stranger.address,
    ]);
  });
});

describe("a contract that is not of this system may hold a role", () => {
  it("when it names another registry", async () => {
    const { admin, newcomer } = await world();
    const other = await chain.viem.deployContract("Records", [newcomer.address]);
    await admin.registry.write.grantRole([PAUSER_ROLE, other.address]);
    expect(await admin.registry.read.hasRole([PAUSER_ROLE, other.address])).toBe(true);
  });

  it("when it answers with the registry's address among other bytes", async () => {
    const { admin, stranger, contracts } = await world();
    await answerAlways(stranger.address, padHex(`0x01${contracts.registry.slice(2)}`, { size: 32 }));
    await admin.registry.write.grantRole([PAUSER_ROLE, stranger.address]);
  });

  it("when it refuses to answer", async () => {
    const { admin, stranger } = await world();
    const REVERT = "0x5f5ffd";
    await chain.networkHelpers.setCode(stranger.address, REVERT);
    await admin.registry.write.grantRole([PAUSER_ROLE, stranger.address]);
  });

  it("when it answers with more than an address", async () => {
    const { admin, stranger, contracts } = await world();
    const twoWords: Hex = `0x7f${padHex(contracts.registry, { size: 32 }).slice(2)}5f5260405ff3`;
    await chain.networkHelpers.setCode(stranger.address, twoWords);
    await admin.registry.write.grantRole([PAUSER_ROLE, stranger.address]);
  });
});

describe("removing a role", () => {
  it("is refused to anyone but the default admin, for administrative roles", async () => {
    const { registrar, harbourRegistrar } = await world();
    await expectRefusal(
      registrar.registry.write.revokeRole([registrarRole(HARBOUR), harbourRegistrar.address]),
      "AccessControlUnauthorizedAccount",
      [registrar.address, DEFAULT_ADMIN_ROLE],
    );
  });

  for (const name of ["admin", "harbourRegistrar", "attester", "stranger"] as const) {
    it(`is refused to the ${name}, for a doctor of Northfield`, async () => {
      const all = await world();
      await expectRefusal(
        all[name].registry.write.revokeRole([doctorRole(NORTHFIELD), all.doctor.address]),
        "AccessControlUnauthorizedAccount",
        [all[name].address, registrarRole(NORTHFIELD)],
      );
    });
  }

  it("is refused in another's name", async () => {
    const { stranger, registrar } = await world();
    await expectRefusal(
      stranger.registry.write.renounceRole([registrarRole(NORTHFIELD), registrar.address]),
      "AccessControlBadConfirmation",
    );
  });

  it("that nobody holds changes nothing and announces nothing", async () => {
    const { admin, newcomer, attester } = await world();
    expect(await eventsOf(admin.registry.write.revokeRole([ATTESTER_ROLE, newcomer.address]))).toEqual([]);
    expect(await eventsOf(admin.registry.write.revokeRole([PAUSER_ROLE, attester.address]))).toEqual([]);

    expect(await admin.registry.read.isAdministrative([newcomer.address])).toBe(false);
    expect(await admin.registry.read.isAdministrative([attester.address])).toBe(true);
  });

  it("takes effect at once", async () => {
    const { admin, attester } = await world();
    const events = await eventsOf(admin.registry.write.revokeRole([ATTESTER_ROLE, attester.address]));

    const args = { role: ATTESTER_ROLE, account: attester.address, sender: admin.address };
    expect(events).toEqual([{ name: "RoleRevoked", args }]);
    expect(await admin.registry.read.hasRole([ATTESTER_ROLE, attester.address])).toBe(false);
    expect(await admin.registry.read.isAdministrative([attester.address])).toBe(false);
  });

  it("leaves whoever holds another administrative", async () => {
    const { admin, attester } = await world();
    await admin.registry.write.grantRole([PAUSER_ROLE, attester.address]);
    await admin.registry.write.revokeRole([ATTESTER_ROLE, attester.address]);
    expect(await admin.registry.read.isAdministrative([attester.address])).toBe(true);

    await attester.registry.write.renounceRole([PAUSER_ROLE, attester.address]);
    expect(await admin.registry.read.isAdministrative([attester.address])).toBe(false);
  });
});

describe("appointing a doctor", () => {
  for (const name of ["admin", "harbourRegistrar", "attester", "doctor", "newcomer"] as const) {
    it(`at Northfield is refused to the ${name}`, async () => {
      const all = await world();
      await attest(all.attester, all.newcomer);
      await expectRefusal(
        all[name].registry.write.grantRole([doctorRole(NORTHFIELD), all.newcomer.address]),
        "AccessControlUnauthorizedAccount",
        [all[name].address, registrarRole(NORTHFIELD)],
      );
    });
  }

  it("is refused at a hospital that was not opened, where there is no registrar either", async () => {
    const { registrar, doctor } = await world();
    await expectRefusal(
      registrar.registry.write.grantRole([doctorRole(UNOPENED), doctor.address]),
      "AccessControlUnauthorizedAccount",
      [registrar.address, registrarRole(UNOPENED)],
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
      [newcomer.address],
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

  it("twice counts once", async () => {
    const { registrar, doctor } = await world();
    await registrar.registry.write.grantRole([doctorRole(NORTHFIELD), doctor.address]);
    await registrar.registry.write.revokeRole([doctorRole(NORTHFIELD), doctor.address]);
    expect(await doctor.registry.read.isActiveDoctor([doctor.address])).toBe(false);
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
  /** The first step by which the default admin makes an account administrative. */
  const propose = ({ admin }: World, role: Hex, account: Address) =>
    role === PAUSER_ROLE
      ? admin.registry.write.grantRole([role, account])
      : admin.registry.write.scheduleRoleGrant([role, account]);

  for (const [name, role] of Object.entries(administrativeRoles)) {
    describe(`given someone who shall become ${name}`, () => {
      it("refuses a patient", async () => {
        const all = await world();
        await expectRefusal(propose(all, role, all.patient.address), "RolesSeparationOfDuties", [all.patient.address]);
      });

      it("refuses a doctor who is attested and not appointed", async () => {
        const all = await world();
        await attest(all.attester, all.newcomer);
        await expectRefusal(propose(all, role, all.newcomer.address), "RolesSeparationOfDuties", [
          all.newcomer.address,
        ]);
      });

      it("refuses a doctor who is appointed and no longer attested", async () => {
        const all = await world();
        await all.attester.registry.write.revokeAttestation([all.doctor.address]);
        await expectRefusal(propose(all, role, all.doctor.address), "RolesSeparationOfDuties", [all.doctor.address]);
      });

      it("refuses a doctor to the last second of the attestation, and not afterwards", async () => {
        const all = await world();
        await attest(all.attester, all.newcomer);
        const [validUntil] = await all.newcomer.registry.read.attestationOf([all.newcomer.address]);

        await goTo(validUntil - 1n);
        await expectRefusal(propose(all, role, all.newcomer.address), "RolesSeparationOfDuties");
        await goTo(validUntil);
        await propose(all, role, all.newcomer.address);
      });

      it("accepts a former doctor, who then cannot be attested again", async () => {
        const all = await world();
        const { attester, registrar, doctor } = all;
        await attester.registry.write.revokeAttestation([doctor.address]);
        await registrar.registry.write.revokeRole([doctorRole(NORTHFIELD), doctor.address]);
        await propose(all, role, doctor.address);
        if (role !== PAUSER_ROLE) {
          await goTo((await now()) + BigInt(DELAY));
          await all.admin.registry.write.grantRole([role, doctor.address]);
        }

        await goTo((await now()) + 1n);
        await expectRefusal(attest(attester, doctor), "RolesSeparationOfDuties", [doctor.address]);
      });
    });
  }

  for (const name of ["admin", "attester", "registrar", "pauser"] as const) {
    describe(`given the ${name}`, () => {
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
    expect(await registrar.registry.read.isAdministrative([registrar.address])).toBe(false);

    await registrar.registry.write.registerPatient([await keyPublication(registrar), authoriserOf(registrar).address]);
  });
});

describe("a transfer of the default admin", () => {
  it("is refused before its delay", async () => {
    const { admin, newcomer } = await world();
    await admin.registry.write.beginDefaultAdminTransfer([newcomer.address]);
    const schedule = (await now()) + BigInt(DELAY);
    await expectRefusal(
      newcomer.registry.write.acceptDefaultAdminTransfer(),
      "AccessControlEnforcedDefaultAdminDelay",
      [Number(schedule)],
    );
  });

  it("is refused to anyone but the one it is for", async () => {
    const { admin, newcomer, stranger } = await world();
    await admin.registry.write.beginDefaultAdminTransfer([newcomer.address]);
    await goTo((await now()) + BigInt(DELAY) + 1n);
    await expectRefusal(stranger.registry.write.acceptDefaultAdminTransfer(), "AccessControlInvalidDefaultAdmin", [
      stranger.address,
    ]);
  });

  it("is refused to someone who became a patient meanwhile", async () => {
    const { admin, newcomer } = await world();
    await admin.registry.write.beginDefaultAdminTransfer([newcomer.address]);
    await newcomer.registry.write.registerPatient([await keyPublication(newcomer), authoriserOf(newcomer).address]);
    await goTo((await now()) + BigInt(DELAY) + DAY);
    await expectRefusal(newcomer.registry.write.acceptDefaultAdminTransfer(), "RolesSeparationOfDuties", [
      newcomer.address,
    ]);
  });

  for (const name of ["patient", "doctor"] as const) {
    it(`is refused to the ${name}, who is clinical`, async () => {
      const all = await world();
      await all.admin.registry.write.beginDefaultAdminTransfer([all[name].address]);
      await goTo((await now()) + BigInt(DELAY) + 1n);
      await expectRefusal(all[name].registry.write.acceptDefaultAdminTransfer(), "RolesSeparationOfDuties", [
        all[name].address,
      ]);
    });
  }

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
