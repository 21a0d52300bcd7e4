import { ATTESTER_ROLE, DEFAULT_ADMIN_ROLE, doctorRole, PAUSER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import { describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { attest, attestationOf } from "../support/attestations.ts";
import { chain, DAY, goTo, nextAt, now, YEAR } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { DELAY, HARBOUR, NORTHFIELD, world, type World } from "../support/world.ts";

const HOUR = 3_600n;
const NEVER = 0;

/** Has the attester attest somebody so that it is accepted at exactly `acceptedAt`, and issued then unless told otherwise. */
async function attestAt(attester: Actor, subject: Actor, acceptedAt: bigint, issuedAt = acceptedAt) {
  await nextAt(acceptedAt);
  await attest(attester, subject, { issuedAt });
}

/** The small world, where `newcomer` was attested an hour after the doctors, at `acceptedAt`. */
async function attested() {
  const all = await world();
  const acceptedAt = (await now()) + HOUR;
  await attestAt(all.attester, all.newcomer, acceptedAt);
  return { ...all, acceptedAt };
}

const isAttested = async ({ registry }: Actor, { address }: Actor) =>
  (await registry.read.attestationOf([address]))[0] !== 0n;

/** Makes somebody an attester, after the delay. */
async function appointAttester({ admin }: World, account: Actor) {
  await admin.registry.write.scheduleRoleGrant([ATTESTER_ROLE, account.address]);
  await goTo((await now()) + BigInt(DELAY));
  await admin.registry.write.grantRole([ATTESTER_ROLE, account.address]);
}

describe("disavowing an attester", () => {
  for (const name of ["attester", "registrar", "pauser", "doctor", "patient", "stranger"] as const) {
    it(`is refused to the ${name}`, async () => {
      const all = await attested();
      await expectRefusal(
        all[name].registry.write.disavowAttester([all.attester.address, all.acceptedAt]),
        "AccessControlUnauthorizedAccount",
        [all[name].address, DEFAULT_ADMIN_ROLE],
      );
    });
  }

  describe("given a moment", () => {
    it("is refused since the beginning of time, which is no moment", async () => {
      const { admin, attester } = await attested();
      await expectRefusal(admin.registry.write.disavowAttester([attester.address, 0n]), "AttesterInvalidMoment", [0n]);
    });

    it("is refused since a second in the future", async () => {
      const { admin, attester } = await attested();
      const at = (await now()) + 10n;
      await nextAt(at);
      await expectRefusal(admin.registry.write.disavowAttester([attester.address, at + 1n]), "AttesterInvalidMoment", [
        at + 1n,
      ]);
    });

    it("succeeds since this very second", async () => {
      const { admin, attester } = await attested();
      const at = (await now()) + 10n;
      await nextAt(at);
      await admin.registry.write.disavowAttester([attester.address, at]);
      expect(await admin.registry.read.disavowedSince([attester.address])).toBe(at);
    });

    for (const [name, difference] of [
      ["the same", 0n],
      ["a later", 1n],
    ] as const) {
      it(`is refused with ${name} one than before, for the window only widens`, async () => {
        const { admin, attester, acceptedAt } = await attested();
        await admin.registry.write.disavowAttester([attester.address, acceptedAt]);
        const since = acceptedAt + difference;
        await expectRefusal(admin.registry.write.disavowAttester([attester.address, since]), "AttesterInvalidMoment", [
          since,
        ]);
      });
    }

    it("with an earlier one makes void what was accepted since then, too", async () => {
      const { admin, attester, doctor, newcomer, acceptedAt } = await attested();
      await admin.registry.write.disavowAttester([attester.address, acceptedAt]);
      expect(await isAttested(admin, doctor)).toBe(true);

      await admin.registry.write.disavowAttester([attester.address, 1n]);
      expect(await isAttested(admin, doctor)).toBe(false);
      expect(await isAttested(admin, newcomer)).toBe(false);
      expect(await admin.registry.read.disavowedSince([attester.address])).toBe(1n);
    });
  });

  it("says since when, and takes the role away", async () => {
    const { admin, attester, acceptedAt } = await attested();
    const events = await eventsOf(admin.registry.write.disavowAttester([attester.address, acceptedAt]));

    expect(events).toEqual([
      { name: "AttesterDisavowed", args: { attester: attester.address, actor: admin.address, since: acceptedAt } },
      { name: "RoleRevoked", args: { role: ATTESTER_ROLE, account: attester.address, sender: admin.address } },
    ]);
    expect(await admin.registry.read.hasRole([ATTESTER_ROLE, attester.address])).toBe(false);
    expect(await admin.registry.read.isAdministrative([attester.address])).toBe(false);
  });

  it("of one who lost the role already still makes void what they attested", async () => {
    const { admin, attester, newcomer, acceptedAt } = await attested();
    await admin.registry.write.revokeRole([ATTESTER_ROLE, attester.address]);
    expect(await isAttested(admin, newcomer)).toBe(true);

    await admin.registry.write.disavowAttester([attester.address, acceptedAt]);
    expect(await isAttested(admin, newcomer)).toBe(false);
  });

  it("of somebody who never attested anything makes void nothing", async () => {
    const { admin, stranger, doctor, newcomer } = await attested();
    await admin.registry.write.disavowAttester([stranger.address, 1n]);
    expect(await isAttested(admin, doctor)).toBe(true);
    expect(await isAttested(admin, newcomer)).toBe(true);
    expect(await admin.registry.read.disavowedSince([stranger.address])).toBe(1n);
  });
});

describe("what a disavowed attester attested", () => {
  it("is void when it was accepted in the very second", async () => {
    const { admin, attester, newcomer, acceptedAt } = await attested();
    await admin.registry.write.disavowAttester([attester.address, acceptedAt]);
    expect(await admin.registry.read.attestationOf([newcomer.address])).toEqual([0n, 1]);
  });

  it("holds when it was accepted a second before", async () => {
    const { admin, attester, newcomer, acceptedAt } = await attested();
    await admin.registry.write.disavowAttester([attester.address, acceptedAt + 1n]);
    expect(await isAttested(admin, newcomer)).toBe(true);
  });

  it("is void when it is dated before and was accepted after: a thief chooses what he dates", async () => {
    const { admin, attester, newcomer } = await world();
    const since = (await now()) + HOUR;
    await attestAt(attester, newcomer, since, since - HOUR);
    await admin.registry.write.disavowAttester([attester.address, since]);
    expect(await isAttested(admin, newcomer)).toBe(false);
  });

  it("holds when it is dated after and was accepted before", async () => {
    const { admin, attester, newcomer } = await world();
    const since = (await now()) + HOUR;
    await attestAt(attester, newcomer, since - 1n, since + 60n);
    await goTo(since);
    await admin.registry.write.disavowAttester([attester.address, since]);
    expect(await isAttested(admin, newcomer)).toBe(true);
  });

  it("is void when it was accepted in the block of the disavowal, right before it", async () => {
    const { admin, attester, newcomer } = await world();
    const at = (await now()) + 10n;
    await chain.provider.request({ method: "evm_setAutomine", params: [false] });
    try {
      await attest(attester, newcomer, { issuedAt: at });
      await nextAt(at);
      await admin.registry.write.disavowAttester([attester.address, at], { gas: 500_000n });
      await chain.networkHelpers.mine();
    } finally {
      await chain.provider.request({ method: "evm_setAutomine", params: [true] });
    }

    expect(await admin.registry.read.disavowedSince([attester.address])).toBe(at);
    expect(await admin.registry.read.attestationOf([newcomer.address])).toEqual([0n, 1]);
  });

  it("ends activity, assignments and reading at once", async () => {
    const { admin, attester, doctor, chart, report } = await attested();
    await admin.registry.write.disavowAttester([attester.address, 1n]);

    expect(await doctor.registry.read.isActiveDoctor([doctor.address])).toBe(false);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);
    expect(await doctor.records.read.canRead([report, doctor.address])).toBe(false);
  });

  it("cannot be revoked on top, for there is nothing left", async () => {
    const { admin, attester, newcomer, acceptedAt } = await attested();
    await admin.registry.write.disavowAttester([attester.address, acceptedAt]);
    await expectRefusal(admin.registry.write.revokeAttestation([newcomer.address]), "AttestationNotLive", [
      newcomer.address,
    ]);
  });

  it("gets nobody appointed or assigned any more", async () => {
    const { admin, attester, registrar, doctor, newcomer, chart } = await attested();
    await admin.registry.write.disavowAttester([attester.address, 1n]);
    await expectRefusal(
      registrar.registry.write.grantRole([doctorRole(NORTHFIELD), newcomer.address]),
      "RolesDoctorNotAttested",
      [newcomer.address],
    );
    await registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]);
    await expectRefusal(
      registrar.registry.write.assignDoctor([chart, doctor.address, NORTHFIELD]),
      "CareDoctorNotActive",
      [doctor.address, NORTHFIELD],
    );
  });

  it("keeps its subject clinical until it has run out, and no longer", async () => {
    const { admin, attester, newcomer, acceptedAt } = await attested();
    await admin.registry.write.disavowAttester([attester.address, acceptedAt]);
    await expectRefusal(admin.registry.write.grantRole([PAUSER_ROLE, newcomer.address]), "RolesSeparationOfDuties", [
      newcomer.address,
    ]);

    await goTo(acceptedAt + YEAR);
    await admin.registry.write.grantRole([PAUSER_ROLE, newcomer.address]);
  });

  it("leaves the licence free for any wallet, without waiting", async () => {
    const all = await attested();
    const { licenceTag } = await attestationOf(all.newcomer);
    await all.admin.registry.write.disavowAttester([all.attester.address, all.acceptedAt]);
    expect(await all.admin.registry.read.licenceOf([licenceTag])).toEqual([all.newcomer.address, false]);

    const second = all.pauser;
    await appointAttester(all, second);
    await attest(second, all.stranger, { licenceTag });
    expect(await all.admin.registry.read.licenceOf([licenceTag])).toEqual([all.stranger.address, true]);
  });
});

describe("what another attester attested", () => {
  /** The small world with a second attester, who attested `stranger` right before `newcomer` was attested by the first. */
  async function withSecondAttester() {
    const all = await world();
    const second = all.pauser;
    await appointAttester(all, second);
    await attest(second, all.stranger);
    await attest(all.attester, all.newcomer);
    return { ...all, second, acceptedAt: await now() };
  }

  it("holds", async () => {
    const { admin, attester, stranger, newcomer } = await withSecondAttester();
    await admin.registry.write.disavowAttester([attester.address, 1n]);
    expect(await isAttested(admin, newcomer)).toBe(false);
    expect(await isAttested(admin, stranger)).toBe(true);
  });

  it("holds for a doctor whom they attested after the first, before the first was disavowed", async () => {
    const { admin, attester, second, newcomer } = await withSecondAttester();
    await goTo((await now()) + HOUR);
    await attest(second, newcomer);
    await admin.registry.write.disavowAttester([attester.address, 1n]);
    expect(await admin.registry.read.attestationOf([newcomer.address])).toMatchObject([expect.any(BigInt), 1]);
    expect(await isAttested(admin, newcomer)).toBe(true);
  });

  it("holds after the disavowal, and begins a new generation, so that nothing comes back", async () => {
    const { admin, attester, second, doctor, chart, report } = await withSecondAttester();
    await admin.registry.write.disavowAttester([attester.address, 1n]);
    await attest(second, doctor);

    expect((await admin.registry.read.attestationOf([doctor.address]))[1]).toBe(2);
    expect(await admin.registry.read.isActiveDoctor([doctor.address])).toBe(true);
    expect(await admin.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);
    expect(await admin.records.read.canRead([report, doctor.address])).toBe(false);
  });

  it("is void too, once they are disavowed as well, whichever came first", async () => {
    const { admin, attester, second, stranger, newcomer } = await withSecondAttester();
    await admin.registry.write.disavowAttester([attester.address, 1n]);
    await admin.registry.write.disavowAttester([second.address, 1n]);
    expect(await isAttested(admin, newcomer)).toBe(false);
    expect(await isAttested(admin, stranger)).toBe(false);
  });

  it("counts toward their own daily cap alone", async () => {
    const { attester, second, newcomer, stranger } = await withSecondAttester();
    const morning = ((await now()) / DAY + 1n) * DAY;
    for (let n = 0n; n < 200n; n++) await attestAt(attester, newcomer, morning + n);
    await nextAt(morning + 1_000n);
    await expectRefusal(attest(attester, newcomer, { issuedAt: morning + 1_000n }), "AttestationDailyCapReached");
    await attest(second, stranger, { issuedAt: morning + 1_000n });
  });
});

describe("somebody who was disavowed", () => {
  it("never becomes an attester again", async () => {
    const { admin, attester } = await attested();
    await admin.registry.write.disavowAttester([attester.address, 1n]);
    await expectRefusal(admin.registry.write.scheduleRoleGrant([ATTESTER_ROLE, attester.address]), "AttesterBarred", [
      attester.address,
    ]);
    await expectRefusal(admin.registry.write.grantRole([ATTESTER_ROLE, attester.address]), "AttesterBarred", [
      attester.address,
    ]);
  });

  it("does not become one by a grant scheduled before", async () => {
    const { admin, stranger } = await world();
    await admin.registry.write.scheduleRoleGrant([ATTESTER_ROLE, stranger.address]);
    const events = await eventsOf(admin.registry.write.disavowAttester([stranger.address, 1n]));

    expect(events.map(({ name }) => name)).toEqual(["AttesterDisavowed", "RoleGrantCancelled"]);
    expect(await admin.registry.read.scheduledGrantOf([ATTESTER_ROLE, stranger.address])).toBe(NEVER);
    await goTo((await now()) + BigInt(DELAY));
    await expectRefusal(admin.registry.write.grantRole([ATTESTER_ROLE, stranger.address]), "AttesterBarred", [
      stranger.address,
    ]);
  });

  it("does not become one under another default admin", async () => {
    const { admin, attester, newcomer } = await world();
    await admin.registry.write.disavowAttester([attester.address, 1n]);
    await admin.registry.write.beginDefaultAdminTransfer([newcomer.address]);
    await goTo((await now()) + BigInt(DELAY) + 1n);
    await newcomer.registry.write.acceptDefaultAdminTransfer();
    await expectRefusal(
      newcomer.registry.write.scheduleRoleGrant([ATTESTER_ROLE, attester.address]),
      "AttesterBarred",
      [attester.address],
    );
  });

  it("attests nobody any more", async () => {
    const { admin, attester, stranger } = await world();
    await admin.registry.write.disavowAttester([attester.address, 1n]);
    await expectRefusal(attest(attester, stranger), "AttestationSignerNotAttester", [attester.address]);
  });

  it("may become anything else", async () => {
    const { admin, attester } = await world();
    await admin.registry.write.disavowAttester([attester.address, 1n]);
    await admin.registry.write.scheduleRoleGrant([registrarRole(HARBOUR), attester.address]);
  });
});

describe("somebody who was never disavowed", () => {
  it("is disavowed since no moment", async () => {
    const { attester, stranger } = await world();
    expect(await attester.registry.read.disavowedSince([attester.address])).toBe(0n);
    expect(await attester.registry.read.disavowedSince([stranger.address])).toBe(0n);
  });
});
