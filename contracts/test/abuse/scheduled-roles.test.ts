import { ATTESTER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import { describe, expect, it } from "vitest";
import { attest, attestationOf, signAttestation } from "../support/attestations.ts";
import { authoriserOf } from "../support/authoriser.ts";
import { time } from "../support/chain.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { DELAY, NORTHFIELD, world } from "../support/world.ts";

for (const [name, role] of [
  ["attester", ATTESTER_ROLE],
  ["registrar", registrarRole(NORTHFIELD)],
] as const) {
  describe(`a scheduled grant of the ${name}'s role`, () => {
    it("does not outlive its removal", async () => {
      const { admin, newcomer } = await world();
      await admin.registry.write.scheduleRoleGrant([role, newcomer.address]);
      await admin.registry.write.revokeRole([role, newcomer.address]);
      await time.increase(10 * DELAY);
      await expectRefusal(admin.registry.write.grantRole([role, newcomer.address]), "RolesGrantNotDue", [
        role,
        newcomer.address,
        0,
      ]);
    });

    it("does not outlive that the account gives it up", async () => {
      const { admin, newcomer } = await world();
      await admin.registry.write.scheduleRoleGrant([role, newcomer.address]);
      await newcomer.registry.write.renounceRole([role, newcomer.address]);
      await time.increase(10 * DELAY);
      await expectRefusal(admin.registry.write.grantRole([role, newcomer.address]), "RolesGrantNotDue");
    });

    it("is used once: who lost the role again waits again", async () => {
      const { admin, newcomer } = await world();
      await admin.registry.write.scheduleRoleGrant([role, newcomer.address]);
      await time.increase(DELAY);
      await admin.registry.write.grantRole([role, newcomer.address]);
      await admin.registry.write.revokeRole([role, newcomer.address]);
      await expectRefusal(admin.registry.write.grantRole([role, newcomer.address]), "RolesGrantNotDue", [
        role,
        newcomer.address,
        0,
      ]);
    });

    it("does not outlive the default admin who scheduled it", async () => {
      const { admin, newcomer, stranger } = await world();
      await admin.registry.write.scheduleRoleGrant([role, newcomer.address]);
      await admin.registry.write.beginDefaultAdminTransfer([stranger.address]);
      await time.increase(DELAY + 1);
      await stranger.registry.write.acceptDefaultAdminTransfer();
      await expectRefusal(stranger.registry.write.grantRole([role, newcomer.address]), "RolesGrantNotDue", [
        role,
        newcomer.address,
        0,
      ]);
    });

    it("is no use to whoever became a patient meanwhile", async () => {
      const { admin, newcomer } = await world();
      await admin.registry.write.scheduleRoleGrant([role, newcomer.address]);
      await newcomer.registry.write.registerPatient([await keyPublication(newcomer), authoriserOf(newcomer).address]);
      await time.increase(DELAY);
      await expectRefusal(admin.registry.write.grantRole([role, newcomer.address]), "RolesSeparationOfDuties", [
        newcomer.address,
      ]);
    });

    it("is no use to whoever was attested as a doctor meanwhile", async () => {
      const { admin, attester, newcomer } = await world();
      await admin.registry.write.scheduleRoleGrant([role, newcomer.address]);
      await attest(attester, newcomer);
      await time.increase(DELAY);
      await expectRefusal(admin.registry.write.grantRole([role, newcomer.address]), "RolesSeparationOfDuties");
    });
  });
}

describe("a disavowed attester", () => {
  it("never comes back, scheduled before or after", async () => {
    const { admin, attester, newcomer } = await world();
    await admin.registry.write.scheduleRoleGrant([ATTESTER_ROLE, newcomer.address]);
    await admin.registry.write.disavowAttester([newcomer.address, 1n]);
    await admin.registry.write.disavowAttester([attester.address, 1n]);
    await time.increase(DELAY);

    for (const account of [newcomer.address, attester.address]) {
      await expectRefusal(admin.registry.write.scheduleRoleGrant([ATTESTER_ROLE, account]), "AttesterBarred", [
        account,
      ]);
      await expectRefusal(admin.registry.write.grantRole([ATTESTER_ROLE, account]), "AttesterBarred", [account]);
    }
  });

  it("leaves nobody attested by what they had signed and not handed in", async () => {
    const { admin, attester, newcomer } = await world();
    const attestation = await attestationOf(newcomer);
    const signature = await signAttestation(attester, attestation);
    await admin.registry.write.disavowAttester([attester.address, attestation.issuedAt]);
    await expectRefusal(
      newcomer.registry.write.submitAttestation([attestation, signature]),
      "AttestationSignerNotAttester",
      [attester.address],
    );
    expect(await newcomer.registry.read.attestationOf([newcomer.address])).toEqual([0n, 0]);
  });
});
