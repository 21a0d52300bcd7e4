import { registryAbi } from "@chartkey/protocol/generated/registry";
import { doctorRole, registrarRole } from "@chartkey/protocol/role-id";
import { encodeFunctionData, type Hex, stringToHex } from "viem";
import { describe, expect, it } from "vitest";
import { INITIAL_DELAY, localAccount } from "./indexed-network.ts";
import {
  admin,
  appoint,
  attester,
  doctorA,
  doctorB,
  doctorC,
  doctorD,
  lastAdmin,
  lower,
  network,
  nextAdmin,
  pass,
  pauser,
  registrars,
} from "./world.ts";

const candidate = localAccount(13);

describe("hospitals and roles", () => {
  it("an opened hospital has a name, its registrars and its doctors", async () => {
    const answer = await network.ask(`{
      hospitals(orderBy: id) { id name opened { name sender { id } actor { id } } }
      roleMemberships(where: { hospital: "2" }) { role roleId account { id } until granted { actor { id } } }
      hospital(id: "1") { roles(where: { role: DOCTOR, until: null }, orderBy: since) { account { id } } }
    }`);

    const opened = { name: "HospitalOpened", sender: { id: lower(admin) }, actor: { id: lower(admin) } };
    expect(answer).toEqual({
      hospitals: [
        { id: "1", name: "Northfield Hospital", opened },
        { id: "2", name: "Harbour Clinic", opened },
      ],
      roleMemberships: [
        {
          role: "REGISTRAR",
          roleId: registrarRole(2),
          account: { id: lower(registrars[2]) },
          until: null,
          granted: { actor: { id: lower(admin) } },
        },
      ],
      hospital: { roles: [doctorA, doctorB, doctorC, doctorD].map((doctor) => ({ account: { id: lower(doctor) } })) },
    });
  });

  it("roles of the whole network belong to no hospital", async () => {
    const answer = await network.ask(`{
      roleMemberships(where: { hospital: null }, orderBy: since) { role account { id } }
    }`);

    expect(answer).toEqual({
      roleMemberships: [
        { role: "DEFAULT_ADMIN", account: { id: lower(admin) } },
        { role: "ATTESTER", account: { id: lower(attester) } },
        { role: "PAUSER", account: { id: lower(pauser) } },
      ],
    });
  });

  it("a role that is revoked and granted again leaves both periods", async () => {
    const { mined, registryAs, timeOf } = network;
    const granted = await appoint(doctorC, 2);
    const revoked = await mined(registryAs(registrars[2]).write.revokeRole([doctorRole(2), doctorC.address]));
    const again = await appoint(doctorC, 2);

    const answer = await network.ask(`{
      roleMemberships(where: { account: "${lower(doctorC)}", hospital: "2" }, orderBy: id) {
        role since until revoked { name transaction actor { id } account { id } hospital { id } role }
      }
    }`);

    expect(answer).toEqual({
      roleMemberships: [
        {
          role: "DOCTOR",
          since: await timeOf(granted),
          until: await timeOf(revoked),
          revoked: {
            name: "RoleRevoked",
            transaction: revoked.transactionHash,
            actor: { id: lower(registrars[2]) },
            account: { id: lower(doctorC) },
            hospital: { id: "2" },
            role: "DOCTOR",
          },
        },
        { role: "DOCTOR", since: await timeOf(again), until: null, revoked: null },
      ],
    });
  });

  it("an announced role is there until it is granted, announced anew or called off", async () => {
    const { mined, now, registryAs, timeOf } = network;
    const role = registrarRole(2);
    const first = await mined(registryAs(admin).write.scheduleRoleGrant([role, candidate.address]));
    const again = await mined(registryAs(admin).write.scheduleRoleGrant([role, candidate.address]));
    const effectAt = ((await now()) + BigInt(INITIAL_DELAY)).toString();
    const calledOff = await mined(registryAs(admin).write.revokeRole([role, candidate.address]));

    const answer = await network.ask(`{
      granted: scheduledRoleGrants(where: { account: "${lower(attester)}" }) { role hospital { id } ended { name } }
      scheduledRoleGrants(where: { account: "${lower(candidate)}" }, orderBy: id) {
        roleId role hospital { id } effectAt handovers scheduledAt endedAt
        scheduled { name actor { id } account { id } hospital { id } role }
        ended { name actor { id } account { id } hospital { id } role }
      }
    }`);

    const said = {
      actor: { id: lower(admin) },
      account: { id: lower(candidate) },
      hospital: { id: "2" },
      role: "REGISTRAR",
    };
    const announcement = {
      roleId: role,
      role: "REGISTRAR",
      hospital: { id: "2" },
      handovers: 1,
      scheduled: { name: "RoleGrantScheduled", ...said },
    };
    expect(answer).toEqual({
      granted: [{ role: "ATTESTER", hospital: null, ended: { name: "RoleGranted" } }],
      scheduledRoleGrants: [
        {
          ...announcement,
          effectAt: expect.any(String),
          scheduledAt: await timeOf(first),
          endedAt: await timeOf(again),
          ended: { name: "RoleGrantScheduled", ...said },
        },
        {
          ...announcement,
          effectAt,
          scheduledAt: await timeOf(again),
          endedAt: await timeOf(calledOff),
          ended: { name: "RoleGrantCancelled", ...said },
        },
      ],
    });
  });

  it("a hospital's name that is not UTF-8 does not stop the index", async () => {
    const { client, mined, registryAs } = network;
    const { address, write } = registryAs(admin);
    const data = encodeFunctionData({ abi: registryAbi, functionName: "openHospital", args: [0xffff_ffff, "a-name"] });
    const spoilt = data.replace(stringToHex("a-name").slice(2), "61ff00c328ff") as Hex;
    expect(spoilt).not.toBe(data);
    await mined(registryAs(admin).write.openHospital([3, "Before"]));
    const hash = await client.sendUnsignedTransaction({ from: admin.address, to: address, data: spoilt });
    await mined(Promise.resolve(hash));
    await mined(write.openHospital([4, "After"]));

    expect(
      await network.ask(`{ hospitals(where: { id_in: ["4", "4294967295"] }, orderBy: id) { id openedAt } }`),
    ).toEqual({
      hospitals: [
        { id: "4", openedAt: expect.any(String) },
        { id: "4294967295", openedAt: expect.any(String) },
      ],
    });
  });

  it("the role of default admin moves with a transfer, whose every step is an event", async () => {
    const { client, mined, registryAs } = network;
    await mined(registryAs(admin).write.changeDefaultAdminDelay([120]));
    await mined(registryAs(admin).write.rollbackDefaultAdminDelay());
    await mined(registryAs(admin).write.beginDefaultAdminTransfer([nextAdmin.address]));
    await mined(registryAs(admin).write.cancelDefaultAdminTransfer());
    await mined(registryAs(admin).write.beginDefaultAdminTransfer([nextAdmin.address]));
    await client.increaseTime({ seconds: INITIAL_DELAY + 1 });
    await mined(registryAs(nextAdmin).write.acceptDefaultAdminTransfer());

    const answer = await network.ask(`{
      roleMemberships(where: { role: DEFAULT_ADMIN }, orderBy: since) { account { id } until }
      auditEvents(where: { role: DEFAULT_ADMIN }, orderBy: id) { name account { id } }
    }`);

    expect(answer).toEqual({
      roleMemberships: [
        { account: { id: lower(admin) }, until: expect.any(String) },
        { account: { id: lower(nextAdmin) }, until: null },
      ],
      auditEvents: [
        { name: "RoleGranted", account: { id: lower(admin) } },
        { name: "DefaultAdminDelayChangeScheduled", account: null },
        { name: "DefaultAdminDelayChangeCanceled", account: null },
        { name: "DefaultAdminTransferScheduled", account: { id: lower(nextAdmin) } },
        { name: "DefaultAdminTransferCanceled", account: null },
        { name: "DefaultAdminTransferScheduled", account: { id: lower(nextAdmin) } },
        { name: "RoleRevoked", account: { id: lower(admin) } },
        { name: "RoleGranted", account: { id: lower(nextAdmin) } },
      ],
    });
  });

  it("a role announced before the default admin changed is announced no more", async () => {
    const { mined, registryAs } = network;
    const role = registrarRole(1);
    await mined(registryAs(nextAdmin).write.scheduleRoleGrant([role, candidate.address]));
    await mined(registryAs(nextAdmin).write.beginDefaultAdminTransfer([lastAdmin.address]));
    await pass(INITIAL_DELAY + 1);
    await mined(registryAs(lastAdmin).write.acceptDefaultAdminTransfer());

    expect(
      await network.ask(`{
        network(id: "network") { handovers }
        scheduledRoleGrants(where: { account: "${lower(candidate)}", hospital: "1" }) { handovers endedAt }
      }`),
    ).toEqual({ network: { handovers: 3 }, scheduledRoleGrants: [{ handovers: 2, endedAt: null }] });
    expect(await registryAs(admin).read.scheduledGrantOf([role, candidate.address])).toBe(0);
  });
});

describe("pausing", () => {
  it("the network says how long it is paused, and whether that was ended early", async () => {
    const { mined, registryAs, timeOf } = network;
    const question = `{ network(id: "network") { pausedUntil pausing { name actor { id } } } }`;
    expect(await network.ask(question)).toEqual({ network: { pausedUntil: "0", pausing: null } });

    const paused = await mined(registryAs(pauser).write.pause());
    const until = (BigInt(await timeOf(paused)) + 72n * 3600n).toString();
    expect(await network.ask(question)).toEqual({
      network: { pausedUntil: until, pausing: { name: "Paused", actor: { id: lower(pauser) } } },
    });

    const ended = await mined(registryAs(pauser).write.unpause());
    expect(await network.ask(question)).toEqual({
      network: { pausedUntil: await timeOf(ended), pausing: { name: "Unpaused", actor: { id: lower(pauser) } } },
    });
    expect(await registryAs(admin).read.pausedUntil()).toBe(BigInt(await timeOf(ended)));
  });
});
