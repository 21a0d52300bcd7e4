import { ATTESTER_ROLE, DEFAULT_ADMIN_ROLE, doctorRole, PAUSER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import { padHex, zeroAddress, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { attest } from "../support/attestations.ts";
import { authoriserOf } from "../support/authoriser.ts";
import { DAY, goTo, nextAt, now, YEAR } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { DELAY, HARBOUR, NORTHFIELD, world } from "../support/world.ts";

const UNOPENED = 99;
const NEVER = 0;

/** The roles that vouch for people whom patients then trust. */
const delayed = { attester: ATTESTER_ROLE, "registrar of a hospital": registrarRole(NORTHFIELD) };

/** Schedules a grant and says when it is due. */
async function schedule(admin: Actor, role: Hex, account: Actor): Promise<bigint> {
  await admin.registry.write.scheduleRoleGrant([role, account.address]);
  return (await now()) + BigInt(DELAY);
}

async function handOver(from: Actor, to: Actor): Promise<void> {
  await from.registry.write.beginDefaultAdminTransfer([to.address]);
  await goTo((await now()) + BigInt(DELAY) + 1n);
  await to.registry.write.acceptDefaultAdminTransfer();
}

describe("scheduling a grant", () => {
  for (const [title, role] of Object.entries(delayed)) {
    for (const name of ["attester", "registrar", "pauser", "doctor", "patient", "stranger"] as const) {
      it(`of ${title} is refused to the ${name}`, async () => {
        const all = await world();
        await expectRefusal(
          all[name].registry.write.scheduleRoleGrant([role, all.newcomer.address]),
          "AccessControlUnauthorizedAccount",
          [all[name].address, DEFAULT_ADMIN_ROLE],
        );
      });
    }

    it(`of ${title} is refused to nobody and to the contracts of this system`, async () => {
      const { admin, contracts } = await world();
      for (const account of [zeroAddress, contracts.registry, contracts.records]) {
        await expectRefusal(admin.registry.write.scheduleRoleGrant([role, account]), "RolesForbiddenAccount", [
          account,
        ]);
      }
    });
  }

  for (const [title, role] of Object.entries({
    "default admin, which only a transfer moves": DEFAULT_ADMIN_ROLE,
    "pauser, which is granted at once": PAUSER_ROLE,
    "doctor, whom a registrar appoints at once": doctorRole(NORTHFIELD),
    "an unknown role": padHex("0x05", { size: 32, dir: "right" }),
    "registrar of no hospital": padHex("0x03", { size: 32, dir: "right" }),
  })) {
    it(`is refused for ${title}`, async () => {
      const { admin, newcomer } = await world();
      await expectRefusal(admin.registry.write.scheduleRoleGrant([role, newcomer.address]), "RolesNotScheduled", [
        role,
      ]);
    });
  }

  it("is refused for a registrar of a hospital that was not opened", async () => {
    const { admin, newcomer } = await world();
    await expectRefusal(
      admin.registry.write.scheduleRoleGrant([registrarRole(UNOPENED), newcomer.address]),
      "RolesHospitalNotOpened",
      [UNOPENED],
    );
  });

  it("is refused for someone who holds the role", async () => {
    const { admin, attester } = await world();
    await expectRefusal(
      admin.registry.write.scheduleRoleGrant([ATTESTER_ROLE, attester.address]),
      "RolesAlreadyGranted",
      [ATTESTER_ROLE, attester.address],
    );
  });

  it("announces when it is due, and grants nothing yet", async () => {
    const { admin, newcomer } = await world();
    const effectAt = (await now()) + 100n + BigInt(DELAY);
    await nextAt(effectAt - BigInt(DELAY));
    const events = await eventsOf(admin.registry.write.scheduleRoleGrant([ATTESTER_ROLE, newcomer.address]));

    const args = { role: ATTESTER_ROLE, account: newcomer.address, actor: admin.address, effectAt: Number(effectAt) };
    expect(events).toEqual([{ name: "RoleGrantScheduled", args }]);
    const { read } = admin.registry;
    expect(await read.scheduledGrantOf([ATTESTER_ROLE, newcomer.address])).toBe(Number(effectAt));
    expect(await read.hasRole([ATTESTER_ROLE, newcomer.address])).toBe(false);
    expect(await read.isAdministrative([newcomer.address])).toBe(false);
  });
});

describe("granting what was scheduled", () => {
  for (const [title, role] of Object.entries(delayed)) {
    it(`as ${title} is refused when it never was`, async () => {
      const { admin, newcomer } = await world();
      await expectRefusal(admin.registry.write.grantRole([role, newcomer.address]), "RolesGrantNotDue", [
        role,
        newcomer.address,
        NEVER,
      ]);
    });

    it(`as ${title} is refused a second before it is due`, async () => {
      const { admin, newcomer } = await world();
      const effectAt = await schedule(admin, role, newcomer);
      await nextAt(effectAt - 1n);
      await expectRefusal(admin.registry.write.grantRole([role, newcomer.address]), "RolesGrantNotDue", [
        role,
        newcomer.address,
        Number(effectAt),
      ]);
    });

    it(`as ${title} succeeds in the second it is due`, async () => {
      const { admin, newcomer } = await world();
      const effectAt = await schedule(admin, role, newcomer);
      await nextAt(effectAt);
      const events = await eventsOf(admin.registry.write.grantRole([role, newcomer.address]));

      const args = { role, account: newcomer.address, sender: admin.address };
      expect(events).toEqual([{ name: "RoleGranted", args }]);
      expect(await admin.registry.read.isAdministrative([newcomer.address])).toBe(true);
      expect(await admin.registry.read.scheduledGrantOf([role, newcomer.address])).toBe(NEVER);
    });

    for (const name of ["newcomer", "registrar", "attester", "stranger"] as const) {
      it(`as ${title} is refused to the ${name}, due or not`, async () => {
        const all = await world();
        await goTo(await schedule(all.admin, role, all.newcomer));
        await expectRefusal(
          all[name].registry.write.grantRole([role, all.newcomer.address]),
          "AccessControlUnauthorizedAccount",
          [all[name].address, DEFAULT_ADMIN_ROLE],
        );
      });
    }
  }

  it("is refused to someone else than it was scheduled for", async () => {
    const { admin, newcomer, stranger } = await world();
    await goTo(await schedule(admin, ATTESTER_ROLE, newcomer));
    await expectRefusal(admin.registry.write.grantRole([ATTESTER_ROLE, stranger.address]), "RolesGrantNotDue", [
      ATTESTER_ROLE,
      stranger.address,
      NEVER,
    ]);
  });

  it("is refused at another hospital than it was scheduled for", async () => {
    const { admin, newcomer } = await world();
    await goTo(await schedule(admin, registrarRole(NORTHFIELD), newcomer));
    await expectRefusal(admin.registry.write.grantRole([registrarRole(HARBOUR), newcomer.address]), "RolesGrantNotDue");
  });

  it("is refused a second time, for it was used", async () => {
    const { admin, newcomer } = await world();
    await goTo(await schedule(admin, ATTESTER_ROLE, newcomer));
    await admin.registry.write.grantRole([ATTESTER_ROLE, newcomer.address]);
    await admin.registry.write.revokeRole([ATTESTER_ROLE, newcomer.address]);
    await expectRefusal(admin.registry.write.grantRole([ATTESTER_ROLE, newcomer.address]), "RolesGrantNotDue", [
      ATTESTER_ROLE,
      newcomer.address,
      NEVER,
    ]);
  });

  it("is refused to someone who became a patient meanwhile", async () => {
    const { admin, newcomer } = await world();
    await goTo(await schedule(admin, ATTESTER_ROLE, newcomer));
    await newcomer.registry.write.registerPatient([await keyPublication(newcomer), authoriserOf(newcomer).address]);
    await expectRefusal(admin.registry.write.grantRole([ATTESTER_ROLE, newcomer.address]), "RolesSeparationOfDuties", [
      newcomer.address,
    ]);
  });

  it("is refused to someone who was attested as a doctor meanwhile", async () => {
    const { admin, attester, newcomer } = await world();
    await goTo(await schedule(admin, registrarRole(NORTHFIELD), newcomer));
    await attest(attester, newcomer);
    await expectRefusal(
      admin.registry.write.grantRole([registrarRole(NORTHFIELD), newcomer.address]),
      "RolesSeparationOfDuties",
    );
  });

  it("is delayed anew when it is scheduled again, due or not", async () => {
    const { admin, newcomer } = await world();
    await goTo(await schedule(admin, ATTESTER_ROLE, newcomer));
    const effectAt = await schedule(admin, ATTESTER_ROLE, newcomer);

    await nextAt(effectAt - 1n);
    await expectRefusal(admin.registry.write.grantRole([ATTESTER_ROLE, newcomer.address]), "RolesGrantNotDue", [
      ATTESTER_ROLE,
      newcomer.address,
      Number(effectAt),
    ]);
    await nextAt(effectAt);
    await admin.registry.write.grantRole([ATTESTER_ROLE, newcomer.address]);
  });

  it("succeeds however late", async () => {
    const { admin, newcomer } = await world();
    await goTo((await schedule(admin, ATTESTER_ROLE, newcomer)) + 10n * YEAR);
    await admin.registry.write.grantRole([ATTESTER_ROLE, newcomer.address]);
    expect(await admin.registry.read.hasRole([ATTESTER_ROLE, newcomer.address])).toBe(true);
  });

  it("waits as long as the delay was when it was scheduled, though it was shortened since", async () => {
    const { admin, newcomer } = await world();
    await admin.registry.write.changeDefaultAdminDelay([DELAY - 3_600]);
    const effectAt = await schedule(admin, ATTESTER_ROLE, newcomer);
    await goTo(effectAt - 2n);
    expect(await admin.registry.read.defaultAdminDelay()).toBe(DELAY - 3_600);
    await expectRefusal(admin.registry.write.grantRole([ATTESTER_ROLE, newcomer.address]), "RolesGrantNotDue", [
      ATTESTER_ROLE,
      newcomer.address,
      Number(effectAt),
    ]);
  });

  it("waits longer once the delay was lengthened", async () => {
    const { admin, newcomer } = await world();
    await admin.registry.write.changeDefaultAdminDelay([2 * DELAY]);
    await goTo((await now()) + 5n * DAY);
    await admin.registry.write.scheduleRoleGrant([ATTESTER_ROLE, newcomer.address]);
    const effectAt = (await now()) + 2n * BigInt(DELAY);
    expect(await admin.registry.read.scheduledGrantOf([ATTESTER_ROLE, newcomer.address])).toBe(Number(effectAt));
  });
});

describe("a scheduled grant ends", () => {
  for (const [title, role] of Object.entries(delayed)) {
    it(`as ${title} when the default admin removes the role, held or not`, async () => {
      const { admin, newcomer } = await world();
      const effectAt = await schedule(admin, role, newcomer);
      const events = await eventsOf(admin.registry.write.revokeRole([role, newcomer.address]));

      const args = { role, account: newcomer.address, actor: admin.address };
      expect(events).toEqual([{ name: "RoleGrantCancelled", args }]);
      expect(await admin.registry.read.scheduledGrantOf([role, newcomer.address])).toBe(NEVER);
      await goTo(effectAt);
      await expectRefusal(admin.registry.write.grantRole([role, newcomer.address]), "RolesGrantNotDue", [
        role,
        newcomer.address,
        NEVER,
      ]);
    });

    it(`as ${title} when whom it is for renounces`, async () => {
      const { admin, newcomer } = await world();
      const effectAt = await schedule(admin, role, newcomer);
      const events = await eventsOf(newcomer.registry.write.renounceRole([role, newcomer.address]));

      const args = { role, account: newcomer.address, actor: newcomer.address };
      expect(events).toEqual([{ name: "RoleGrantCancelled", args }]);
      await goTo(effectAt);
      await expectRefusal(admin.registry.write.grantRole([role, newcomer.address]), "RolesGrantNotDue");
    });

    it(`as ${title} when the default admin changes`, async () => {
      const { admin, newcomer, stranger } = await world();
      await schedule(admin, role, newcomer);
      await handOver(admin, stranger);

      expect(await stranger.registry.read.scheduledGrantOf([role, newcomer.address])).toBe(NEVER);
      await expectRefusal(stranger.registry.write.grantRole([role, newcomer.address]), "RolesGrantNotDue", [
        role,
        newcomer.address,
        NEVER,
      ]);
    });
  }

  for (const name of ["attester", "registrar", "stranger"] as const) {
    it(`not when the ${name} tries to remove the role`, async () => {
      const all = await world();
      await schedule(all.admin, ATTESTER_ROLE, all.newcomer);
      await expectRefusal(
        all[name].registry.write.revokeRole([ATTESTER_ROLE, all.newcomer.address]),
        "AccessControlUnauthorizedAccount",
        [all[name].address, DEFAULT_ADMIN_ROLE],
      );
    });
  }

  it("not when a transfer of the default admin was begun and not accepted", async () => {
    const { admin, newcomer, stranger } = await world();
    const effectAt = await schedule(admin, ATTESTER_ROLE, newcomer);
    await admin.registry.write.beginDefaultAdminTransfer([stranger.address]);
    await admin.registry.write.cancelDefaultAdminTransfer();
    await goTo(effectAt);
    await admin.registry.write.grantRole([ATTESTER_ROLE, newcomer.address]);
  });

  it("not when another role of the same account is removed", async () => {
    const { admin, newcomer } = await world();
    const effectAt = await schedule(admin, ATTESTER_ROLE, newcomer);
    await schedule(admin, registrarRole(NORTHFIELD), newcomer);
    await admin.registry.write.revokeRole([registrarRole(NORTHFIELD), newcomer.address]);
    expect(await admin.registry.read.scheduledGrantOf([ATTESTER_ROLE, newcomer.address])).toBe(Number(effectAt));
  });

  it("as the default admin changes and comes back, too", async () => {
    const { admin, newcomer, stranger } = await world();
    await schedule(admin, ATTESTER_ROLE, newcomer);
    await handOver(admin, stranger);
    await handOver(stranger, admin);
    await expectRefusal(admin.registry.write.grantRole([ATTESTER_ROLE, newcomer.address]), "RolesGrantNotDue");
  });

  it("and can be scheduled anew by the next default admin, with the whole delay", async () => {
    const { admin, newcomer, stranger } = await world();
    await schedule(admin, ATTESTER_ROLE, newcomer);
    await handOver(admin, stranger);
    const effectAt = await schedule(stranger, ATTESTER_ROLE, newcomer);

    await nextAt(effectAt - 1n);
    await expectRefusal(stranger.registry.write.grantRole([ATTESTER_ROLE, newcomer.address]), "RolesGrantNotDue", [
      ATTESTER_ROLE,
      newcomer.address,
      Number(effectAt),
    ]);
    await nextAt(effectAt);
    await stranger.registry.write.grantRole([ATTESTER_ROLE, newcomer.address]);
  });
});
