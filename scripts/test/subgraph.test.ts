import { purposeIndex } from "@chartkey/protocol/purpose";
import { reportIdOf } from "@chartkey/protocol/report-id";
import { ATTESTER_ROLE, doctorRole, registrarRole } from "@chartkey/protocol/role-id";
import { chartIdOf } from "@chartkey/protocol/chart";
import { doctorAttestation, keyBundle, keyPossession } from "@chartkey/protocol/typed-data";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { readFile } from "node:fs/promises";
import {
  bytesToHex,
  concat,
  encodeFunctionData,
  type Hex,
  keccak256,
  numberToHex,
  stringToHex,
  type TransactionReceipt,
} from "viem";
import { generatePrivateKey, type HDAccount, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { querySchemaOf } from "../../subgraph/introspect.ts";
import { type IndexedNetwork, localAccount, startIndexedNetwork } from "./subgraph/indexed-network.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 });

const admin = localAccount(0);
const registrars = { 1: localAccount(1), 2: localAccount(2) } as const;
const attester = localAccount(3);
const [doctorA, doctorB, doctorC, doctorD, doctorE] = [4, 5, 8, 9, 10].map(localAccount) as [
  HDAccount,
  HDAccount,
  HDAccount,
  HDAccount,
  HDAccount,
];
const [patient, otherPatient] = [localAccount(6), localAccount(7)];
const nextAdmin = localAccount(11);

let network: IndexedNetwork;

beforeAll(async () => {
  network = await startIndexedNetwork();
  const { mined, registryAs } = network;

  await mined(registryAs(admin).write.openHospital([1, "Northfield Hospital"]));
  await mined(registryAs(admin).write.openHospital([2, "Harbour Clinic"]));
  await mined(registryAs(admin).write.grantRole([ATTESTER_ROLE, attester.address]));
  for (const hospital of [1, 2] as const) {
    await mined(registryAs(admin).write.grantRole([registrarRole(hospital), registrars[hospital].address]));
  }
  for (const doctor of [doctorA, doctorB, doctorC, doctorD]) {
    await attest(doctor);
    await publishKey(doctor, 1);
    await appoint(doctor, 1);
  }
  for (const holder of [patient, otherPatient])
    await mined(registryAs(holder).write.registerPatient([await keyOf(holder, 1)]));
});

afterAll(async () => network?.stop());

describe("hospitals and roles", () => {
  it("an opened hospital has a name, its registrars and its doctors", async () => {
    const answer = await network.ask(`{
      hospitals(orderBy: id) { id name opened { name sender { id } actor { id } } }
      roleMemberships(where: { hospital: "2" }) { role roleId account { id } until granted { actor { id } } }
      hospital(id: "1") { roles(where: { role: DOCTOR, until: null }, orderBy: since) { account { id } } }
    }`);

    const opened = { name: "HospitalOpened", sender: { id: lower(admin) }, actor: null };
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
    await client.increaseTime({ seconds: 61 });
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
});

describe("patients, keys and attestations", () => {
  it("a registered patient has a chart and the key published with it", async () => {
    expect(
      await network.ask(`{
        account(id: "${lower(patient)}") {
          chart { id holder { id } registered { name logIndex } }
          key { version published { name logIndex actor { id } account { id } } }
        }
      }`),
    ).toEqual({
      account: {
        chart: {
          id: chartOf(patient),
          holder: { id: lower(patient) },
          registered: { name: "PatientRegistered", logIndex: 0 },
        },
        key: {
          version: 1,
          published: {
            name: "KeyPublished",
            logIndex: 1,
            actor: { id: lower(patient) },
            account: { id: lower(patient) },
          },
        },
      },
    });
  });

  it("a newer key becomes the account's, and the older one stays", async () => {
    const key = await publishKey(doctorB, 2);

    expect(
      await network.ask(`{
        account(id: "${lower(doctorB)}") {
          key { id version encryptionAddress bundle keyring possession accountSignature }
          keys(orderBy: version) { version }
        }
      }`),
    ).toEqual({
      account: {
        key: {
          id: concat([lower(doctorB), numberToHex(2, { size: 4 })]),
          version: 2,
          encryptionAddress: key.encryptionAddress,
          bundle: key.bundle,
          keyring: key.keyring,
          possession: key.possession,
          accountSignature: key.accountSignature,
        },
        keys: [{ version: 1 }, { version: 2 }],
      },
    });
  });

  it("renewing keeps the generation, and after a revocation a new one starts", async () => {
    const { mined, registryAs, timeOf } = network;
    const first = await attest(doctorE, { specialty: "Cardiology" });
    const renewed = await attest(doctorE, { specialty: "Paediatric cardiology" });
    const revoked = await mined(registryAs(attester).write.revokeAttestation([doctorE.address]));
    const fields = `specialty generation issuedAt validUntil licenceTag attester { id } revokedAt revoked { name actor { id } account { id } }`;
    const question = `{
      account(id: "${lower(doctorE)}") { attestation { ${fields} } attestations(orderBy: issuedAt) { generation revokedAt } }
    }`;

    expect(await network.ask(question)).toEqual({
      account: {
        attestation: {
          specialty: "Paediatric cardiology",
          generation: 1,
          issuedAt: renewed.issuedAt.toString(),
          validUntil: renewed.validUntil.toString(),
          licenceTag: renewed.licenceTag,
          attester: { id: lower(attester) },
          revokedAt: await timeOf(revoked),
          revoked: { name: "AttestationRevoked", actor: { id: lower(attester) }, account: { id: lower(doctorE) } },
        },
        attestations: [
          { generation: 1, revokedAt: null },
          { generation: 1, revokedAt: await timeOf(revoked) },
        ],
      },
    });
    expect(first.issuedAt).toBeLessThan(renewed.issuedAt);

    await attest(doctorE, { specialty: "Cardiology" });
    expect(await network.ask(question)).toMatchObject({
      account: { attestation: { specialty: "Cardiology", generation: 2, revokedAt: null, revoked: null } },
    });
  });
});

describe("care and assignments", () => {
  it("a request that was declined is one period, asking again another", async () => {
    const { mined, registryAs, timeOf } = network;
    const chart = chartOf(otherPatient);
    const asked = await mined(registryAs(otherPatient).write.askForCare([2]));
    const declined = await mined(registryAs(registrars[2]).write.endCare([chart, 2]));
    const again = await mined(registryAs(otherPatient).write.askForCare([2]));
    const accepted = await mined(registryAs(registrars[2]).write.acceptCare([chart, 2]));

    expect(
      await network.ask(`{
        chart(id: "${chart}") {
          care(orderBy: id) { hospital { id } status askedAt acceptedAt endedAt ended { name actor { id } chart { id } hospital { id } } }
        }
      }`),
    ).toEqual({
      chart: {
        care: [
          {
            hospital: { id: "2" },
            status: "ENDED",
            askedAt: await timeOf(asked),
            acceptedAt: null,
            endedAt: await timeOf(declined),
            ended: {
              name: "CareEnded",
              actor: { id: lower(registrars[2]) },
              chart: { id: chart },
              hospital: { id: "2" },
            },
          },
          {
            hospital: { id: "2" },
            status: "ACCEPTED",
            askedAt: await timeOf(again),
            acceptedAt: await timeOf(accepted),
            endedAt: null,
            ended: null,
          },
        ],
      },
    });
  });

  describe("given a doctor assigned to a patient", () => {
    const assignments = (): string => `{
      chart(id: "${chartOf(patient)}") {
        assignments(orderBy: id) { doctor { id } hospital { id } attestationGeneration endedAt ended { name } care { status endedAt } }
      }
    }`;
    const live = { status: "ACCEPTED", endedAt: null };
    const assignment = (doctor: HDAccount) => ({
      doctor: { id: lower(doctor) },
      hospital: { id: "1" },
      attestationGeneration: 1,
      endedAt: null as string | null,
      ended: null as { name: string } | null,
      care: live as { status: string; endedAt: string | null },
    });

    beforeAll(async () => {
      const { mined, registryAs } = network;
      await mined(registryAs(patient).write.askForCare([1]));
      await mined(registryAs(registrars[1]).write.acceptCare([chartOf(patient), 1]));
      await assign(doctorD);
    });

    it("it is there, under the period of care it belongs to", async () => {
      expect(await network.ask(assignments())).toEqual({ chart: { assignments: [assignment(doctorD)] } });
    });

    it("it stays as past after its end, and assigning again adds one", async () => {
      const { mined, registryAs, timeOf } = network;
      const end = registryAs(registrars[1]).write.endAssignment([chartOf(patient), doctorD.address, 1]);
      const endedAt = await timeOf(await mined(end));
      await assign(doctorD);

      expect(await network.ask(assignments())).toEqual({
        chart: {
          assignments: [{ ...assignment(doctorD), endedAt, ended: { name: "AssignmentEnded" } }, assignment(doctorD)],
        },
      });
    });

    it("one that lapsed with the attestation ends when the doctor is assigned anew", async () => {
      const { mined, registryAs, timeOf } = network;
      await mined(registryAs(attester).write.revokeAttestation([doctorD.address]));
      await attest(doctorD);
      const endedAt = await timeOf(await assign(doctorD));

      expect(await network.ask(assignments())).toEqual({
        chart: {
          assignments: [
            expect.anything(),
            { ...assignment(doctorD), endedAt, ended: { name: "DoctorAssigned" } },
            { ...assignment(doctorD), attestationGeneration: 2 },
          ],
        },
      });
    });

    it("leaving the hospital ends the period of care that its assignments belong to", async () => {
      const { mined, registryAs, timeOf } = network;
      const endedAt = await timeOf(await mined(registryAs(patient).write.leaveCare([1])));
      await mined(registryAs(patient).write.askForCare([1]));
      await mined(registryAs(registrars[1]).write.acceptCare([chartOf(patient), 1]));
      await assign(doctorD);

      expect(await network.ask(assignments())).toEqual({
        chart: {
          assignments: [
            expect.anything(),
            expect.anything(),
            { ...assignment(doctorD), attestationGeneration: 2, care: { status: "ENDED", endedAt } },
            { ...assignment(doctorD), attestationGeneration: 2 },
          ],
        },
      });
    });
  });
});

describe("reports and consents", () => {
  const chart = (): Hex => chartOf(otherPatient);
  let report: Hex;

  beforeAll(async () => {
    const { mined, registryAs } = network;
    await mined(registryAs(otherPatient).write.askForCare([1]));
    await mined(registryAs(registrars[1]).write.acceptCare([chart(), 1]));
    await assign(doctorA, otherPatient);
    report = await addReport(doctorA, "a report", { hospital: 1 });
  });

  it("a doctor's report names doctor, hospital and generation", async () => {
    expect(
      await network.ask(`{
        report(id: "${report}") {
          chart { id } author doctor { id } attestationGeneration hospital { id } epoch commitment payload capsules
          holderKeyVersion explicitOnly added { name actor { id } account { id } chart { id } report { id } hospital { id } }
        }
      }`),
    ).toEqual({
      report: {
        chart: { id: chart() },
        author: lower(doctorA),
        doctor: { id: lower(doctorA) },
        attestationGeneration: 1,
        hospital: { id: "1" },
        epoch: 1,
        commitment: digest("commitment of a report"),
        payload: digest("payload of a report"),
        capsules: digest("capsules of a report"),
        holderKeyVersion: 1,
        explicitOnly: false,
        added: {
          name: "ReportAdded",
          actor: { id: lower(doctorA) },
          account: null,
          chart: { id: chart() },
          report: { id: report },
          hospital: { id: "1" },
        },
      },
    });
  });

  it("a patient's own report has the chart as author and neither doctor nor hospital", async () => {
    const own = await addReport(otherPatient, "a profile", { hospital: 0, explicitOnly: true });

    expect(
      await network.ask(`{
        report(id: "${own}") { author doctor { id } attestationGeneration hospital { id } explicitOnly added { actor { id } } }
      }`),
    ).toEqual({
      report: {
        author: chart(),
        doctor: null,
        attestationGeneration: 0,
        hospital: null,
        explicitOnly: true,
        added: { actor: { id: lower(otherPatient) } },
      },
    });
  });

  it("remarks come in the order in which they were added", async () => {
    const { mined, recordsAs } = network;
    for (const [account, text] of [
      [doctorA, "first"],
      [otherPatient, "second"],
    ] as const) {
      const args = [report, 1, digest(`commitment ${text}`), digest(`payload ${text}`), digest(text)] as const;
      await mined(recordsAs(account).write.addRemark(args));
    }

    expect(
      await network.ask(`{
        report(id: "${report}") { remarks(orderBy: id) { author { id } epoch commitment payload capsules added { name } } }
      }`),
    ).toEqual({
      report: {
        remarks: [[doctorA, "first"] as const, [otherPatient, "second"] as const].map(([author, text]) => ({
          author: { id: lower(author) },
          epoch: 1,
          commitment: digest(`commitment ${text}`),
          payload: digest(`payload ${text}`),
          capsules: digest(text),
          added: { name: "RemarkAdded" },
        })),
      },
    });
  });

  it("a consent follows grant, newer grant, stop and regrant, and keeps every grant", async () => {
    const { mined, recordsAs, timeOf } = network;
    const stop = async () => mined(recordsAs(otherPatient).write.stopConsent([report, doctorB.address]));
    const question = `{
      consents(where: { report: "${report}", grantee: "${lower(doctorB)}" }) {
        chart { id } expiry purpose stopped counter attestationGeneration decidedAt
        decided { name actor { id } account { id } grant { counter } }
        grant { capsules granteeKeyVersion }
        grants(orderBy: counter) { counter purpose capsules grantedAt endedAt ended { name } }
      }
    }`;
    const granted = (counter: number) => ({
      name: "ConsentGranted",
      actor: { id: lower(otherPatient) },
      account: { id: lower(doctorB) },
      grant: { counter },
    });
    const nothing = { expiry: "0", purpose: "NONE", stopped: true, attestationGeneration: 0 };

    const first = await grant(report, doctorB, "TREAT", "one");
    const second = await grant(report, doctorB, "HRESCH", "two");
    const grants = [
      {
        counter: 1,
        purpose: "TREAT",
        capsules: stringToHex("capsules one".padEnd(40)),
        grantedAt: await timeOf(first.receipt),
        endedAt: await timeOf(second.receipt),
        ended: { name: "ConsentGranted" },
      },
      {
        counter: 2,
        purpose: "HRESCH",
        capsules: stringToHex("capsules two".padEnd(40)),
        grantedAt: await timeOf(second.receipt),
        endedAt: null as string | null,
        ended: null as { name: string } | null,
      },
    ];
    expect(await network.ask(question)).toEqual({
      consents: [
        {
          chart: { id: chart() },
          expiry: second.expiry.toString(),
          purpose: "HRESCH",
          stopped: false,
          counter: 2,
          attestationGeneration: 1,
          decidedAt: await timeOf(second.receipt),
          decided: granted(2),
          grant: { capsules: stringToHex("capsules two".padEnd(40)), granteeKeyVersion: 2 },
          grants,
        },
      ],
    });

    const stopped = await timeOf(await stop());
    await stop();
    const stoppedGrants = [grants[0], { ...grants[1], endedAt: stopped, ended: { name: "ConsentStopped" } }];
    expect(await network.ask(question)).toMatchObject({
      consents: [
        { ...nothing, counter: 6, decided: { name: "ConsentStopped", grant: { counter: 2 } }, grants: stoppedGrants },
      ],
    });

    const third = await grant(report, doctorB, "TREAT", "three");
    expect(await network.ask(question)).toMatchObject({
      consents: [
        {
          expiry: third.expiry.toString(),
          purpose: "TREAT",
          stopped: false,
          counter: 7,
          decided: granted(7),
          grant: { capsules: stringToHex("capsules three".padEnd(40)) },
          grants: [...stoppedGrants, { counter: 7, endedAt: null }],
        },
      ],
    });
  });

  it("what the index says of a consent is what the contract says", async () => {
    const answer = await network.ask(`{ consents { report { id } grantee { id } expiry purpose counter stopped } }`);
    const { consents } = answer as {
      consents: {
        report: { id: Hex };
        grantee: { id: Hex };
        expiry: string;
        purpose: Parameters<typeof purposeIndex>[0];
        counter: number;
        stopped: boolean;
      }[];
    };

    expect(consents.length).toBeGreaterThan(0);
    for (const { report, grantee, expiry, purpose, counter, stopped } of consents) {
      const said = [BigInt(expiry), purposeIndex(purpose), counter, stopped];
      expect(await network.recordsAs(admin).read.consentOf([report.id, grantee.id])).toEqual(said);
    }
  });

  it("stopping a doctor who was never granted anything is a decision without a grant", async () => {
    const { mined, recordsAs } = network;
    await mined(recordsAs(otherPatient).write.stopConsent([report, doctorA.address]));

    expect(
      await network.ask(`{
        consents(where: { grantee: "${lower(doctorA)}" }) { stopped counter grant { id } grants { id } decided { grant { id } } }
      }`),
    ).toEqual({ consents: [{ stopped: true, counter: 2, grant: null, grants: [], decided: { grant: null } }] });
  });
});

describe("the query schema", () => {
  it("that the web app's questions are checked against is the one graph-node answers to", async () => {
    const checkedIn = await readFile(new URL("../../web/src/lib/history/schema.graphql", import.meta.url), "utf8");

    // Run `node subgraph/introspect.ts` beside `npm start` to renew it.
    expect((await querySchemaOf(network.queryUrl)) === checkedIn).toBe(true);
  });
});

describe("the whole history", () => {
  it("audit events are the logs of both contracts, each once and in their order", async () => {
    const { client, location } = network;
    const logs = await client.getLogs({ address: [location.registry, location.records], fromBlock: 0n });
    const named = await Promise.all(
      (
        await client.getContractEvents({
          address: [location.registry, location.records],
          abi: [...registryAbi, ...recordsAbi],
          fromBlock: 0n,
        })
      ).map(async (log) => ({
        name: log.eventName,
        contract: log.address.toLowerCase(),
        block: log.blockNumber.toString(),
        timestamp: (await client.getBlock({ blockNumber: log.blockNumber })).timestamp.toString(),
        transaction: log.transactionHash,
        logIndex: log.logIndex,
        sender: { id: (await client.getTransaction({ hash: log.transactionHash })).from.toLowerCase() },
      })),
    );
    expect(named).toHaveLength(logs.length);

    const events = [];
    for (let last: Hex = "0x"; ;) {
      const page = (await network.ask(`{
        auditEvents(first: 10, orderBy: id, where: { id_gt: "${last}" }) {
          id name contract block timestamp transaction logIndex sender { id }
        }
      }`)) as { auditEvents: { id: Hex }[] };
      if (page.auditEvents.length === 0) break;
      for (const { id, ...event } of page.auditEvents) {
        events.push(event);
        last = id;
      }
    }
    expect(events).toEqual(named);
  });

  it("every event of the contracts occurred above", async () => {
    const answer = await network.ask(
      `{ auditEvents(first: 1000) { name } __type(name: "EventName") { enumValues { name } } }`,
    );
    const { auditEvents, __type } = answer as {
      auditEvents: { name: string }[];
      __type: { enumValues: { name: string }[] };
    };

    const occurred = new Set(auditEvents.map(({ name }) => name));
    expect([...occurred].sort()).toEqual(__type.enumValues.map(({ name }) => name).sort());
  });

  it("everything that happened to one chart is one question", async () => {
    const answer = await network.ask(`{
      auditEvents(where: { chart: "${chartOf(otherPatient)}" }, orderBy: id, first: 5) { name }
    }`);

    expect(answer).toEqual({
      auditEvents: ["PatientRegistered", "CareAsked", "CareEnded", "CareAsked", "CareAccepted"].map((name) => ({
        name,
      })),
    });
  });

  it("a question for a block that is not indexed yet is refused, and answered once it is", async () => {
    const { client, mined, registryAs } = network;
    const next = (await client.getBlockNumber({ cacheTime: 0 })) + 1n;
    const question = `{ cares(where: { chart: "${chartOf(patient)}", hospital: "2" }, block: { number_gte: ${next} }) { status } }`;
    expect((await network.askNow(question)).errors?.[0]?.message).toContain("not yet available");

    const { blockNumber } = await mined(registryAs(patient).write.askForCare([2]));
    expect(blockNumber).toBeGreaterThanOrEqual(next);
    expect(await network.ask(question)).toEqual({ cares: [{ status: "ASKED" }] });
  });
});

function lower({ address }: HDAccount): Hex {
  return address.toLowerCase() as Hex;
}

function chartOf(holder: HDAccount): Hex {
  return chartIdOf(network.location, holder.address);
}

/** 32 bytes that stand for `text`. */
function digest(text: string): Hex {
  return keccak256(stringToHex(text));
}

async function keyOf(account: HDAccount, version: number) {
  const encryption = privateKeyToAccount(generatePrivateKey());
  const bundle = bytesToHex(crypto.getRandomValues(new Uint8Array(100)));
  const statement = { account: account.address, version, bundleDigest: keccak256(bundle) };
  return {
    version,
    bundle,
    keyring: bytesToHex(crypto.getRandomValues(new Uint8Array(200))),
    possession: await encryption.signTypedData(keyPossession(network.location, statement)),
    accountSignature: await account.signTypedData(keyBundle(network.location, statement)),
    encryptionAddress: encryption.address.toLowerCase(),
  };
}

async function publishKey(account: HDAccount, version: number) {
  const key = await keyOf(account, version);
  await network.mined(network.registryAs(account).write.publishKey([key]));
  return key;
}

async function attest(doctor: HDAccount, { specialty = "General practice" } = {}) {
  const { client, location, mined, now, registryAs } = network;
  await client.increaseTime({ seconds: 2 });
  await client.mine({ blocks: 1 });
  const issuedAt = await now();
  const message = {
    subject: doctor.address,
    licenceTag: digest(doctor.address),
    professionalName: `Dr Test ${doctor.address.slice(-4)}`,
    specialty,
    validUntil: issuedAt + 86_400n * 365n,
    issuedAt,
  };
  const signature = await attester.signTypedData(doctorAttestation(location, message));
  await mined(registryAs(doctor).write.submitAttestation([message, signature]));
  return message;
}

function appoint(doctor: HDAccount, hospital: 1 | 2): Promise<TransactionReceipt> {
  const { mined, registryAs } = network;
  return mined(registryAs(registrars[hospital]).write.grantRole([doctorRole(hospital), doctor.address]));
}

function assign(doctor: HDAccount, holder: HDAccount = patient): Promise<TransactionReceipt> {
  const { mined, registryAs } = network;
  return mined(registryAs(registrars[1]).write.assignDoctor([chartOf(holder), doctor.address, 1]));
}

/** Adds a report to the other patient's chart. */
async function addReport(actor: HDAccount, name: string, { hospital = 1, explicitOnly = false }): Promise<Hex> {
  const chart = chartOf(otherPatient);
  const commitment = digest(`commitment of ${name}`);
  await network.mined(
    network.recordsAs(actor).write.addReport([
      {
        chart,
        hospital,
        commitment,
        payload: digest(`payload of ${name}`),
        capsules: digest(`capsules of ${name}`),
        holderKeyVersion: 1,
        explicitOnly,
      },
    ]),
  );
  return reportIdOf(network.location, { chart, author: hospital === 0 ? chart : lower(actor), commitment });
}

async function grant(report: Hex, grantee: HDAccount, purpose: "TREAT" | "HRESCH", name: string) {
  const { mined, now, recordsAs } = network;
  const expiry = (await now()) + 7n * 86_400n;
  const sent = recordsAs(otherPatient).write.grantConsent([
    {
      report,
      grantee: grantee.address,
      expiry,
      purpose: purposeIndex(purpose),
      granteeKeyVersion: 2,
      capsules: stringToHex(`capsules ${name}`.padEnd(40)),
    },
  ]);
  return { expiry, receipt: await mined(sent) };
}
