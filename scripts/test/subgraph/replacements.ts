import { ATTESTER_ROLE } from "@chartkey/protocol/role-id";
import { describe, expect, it } from "vitest";
import { INITIAL_DELAY, localAccount } from "./indexed-network.ts";
import { attest, attester, digest, doctorE, lastAdmin, lower, network, pass } from "./world.ts";

const [firstWallet, secondWallet] = [localAccount(14), localAccount(15)];
const stolenAttester = localAccount(16);
const impostor = localAccount(17);

const WEEK = 7 * 86_400;

describe("replacing a doctor's wallet", () => {
  const question = `{
    replacements(where: { licenceTag: "${digest(doctorE.address)}" }, orderBy: id) {
      status oldSubject { id } newSubject { id } attester { id } professionalName specialty validUntil issuedAt readyAt startedAt
      started { name actor { id } account { id } replacement { status } }
      vetoedAt vetoed { name actor { id } account { id } } overruledAt overruled { name actor { id } account { id } }
      endedAt ended { name }
    }
  }`;
  let second: Awaited<ReturnType<typeof attest>>;

  it("waits, and a newer attestation for the licence takes its place", async () => {
    const { timeOf } = network;
    const first = await attest(firstWallet, { licence: doctorE });
    second = await attest(secondWallet, { licence: doctorE });

    const replacement = (wallet: typeof firstWallet, status: string) => ({
      status,
      oldSubject: { id: lower(doctorE) },
      newSubject: { id: lower(wallet) },
      attester: { id: lower(attester) },
      specialty: "General practice",
      vetoedAt: null,
      overruledAt: null,
      started: {
        name: "ReplacementStarted",
        actor: { id: lower(wallet) },
        account: { id: lower(wallet) },
        replacement: { status },
      },
    });
    expect(await network.ask(question)).toMatchObject({
      replacements: [
        {
          ...replacement(firstWallet, "REPLACED"),
          issuedAt: first.issuedAt.toString(),
          endedAt: await timeOf(second.receipt),
          ended: { name: "ReplacementStarted" },
        },
        {
          ...replacement(secondWallet, "WAITING"),
          professionalName: second.professionalName,
          validUntil: second.validUntil.toString(),
          startedAt: await timeOf(second.receipt),
          readyAt: (BigInt(await timeOf(second.receipt)) + BigInt(WEEK)).toString(),
          endedAt: null,
          ended: null,
        },
      ],
    });
    expect(await network.ask(`{ account(id: "${lower(secondWallet)}") { attestation { id } } }`)).toEqual({
      account: { attestation: null },
    });
  });

  it("can be vetoed, the veto overruled, and the new wallet has an attestation only then", async () => {
    const { mined, registryAs, timeOf } = network;
    const { receipt, ...attestation } = second;
    const vetoed = await mined(registryAs(doctorE).write.vetoReplacement([attestation.licenceTag, 0]));
    expect(await network.ask(question)).toMatchObject({ replacements: [{}, { status: "VETOED" }] });

    await pass(WEEK);
    const overruled = await mined(registryAs(lastAdmin).write.overruleVeto([attestation.licenceTag]));
    expect(await network.ask(question)).toMatchObject({ replacements: [{}, { status: "OVERRULED" }] });

    const completed = await mined(registryAs(secondWallet).write.completeReplacement([attestation]));
    const about = { account: { id: lower(secondWallet) } };
    expect(await network.ask(question)).toMatchObject({
      replacements: [
        { status: "REPLACED" },
        {
          status: "COMPLETED",
          vetoedAt: await timeOf(vetoed),
          vetoed: { name: "ReplacementVetoed", actor: { id: lower(doctorE) }, ...about },
          overruledAt: await timeOf(overruled),
          overruled: { name: "VetoOverruled", actor: { id: lower(lastAdmin) }, ...about },
          endedAt: await timeOf(completed),
          ended: { name: "DoctorAttested" },
        },
      ],
    });
    expect(
      await network.ask(`{
        old: account(id: "${lower(doctorE)}") { attestation { revokedAt revoked { actor { id } } } }
        new: account(id: "${lower(secondWallet)}") {
          attestation { generation submittedAt submitted { name } acceptedAt accepted { name } revokedAt }
        }
      }`),
    ).toEqual({
      old: { attestation: { revokedAt: await timeOf(completed), revoked: { actor: { id: lower(secondWallet) } } } },
      new: {
        attestation: {
          generation: 1,
          submittedAt: await timeOf(receipt),
          submitted: { name: "ReplacementStarted" },
          acceptedAt: await timeOf(completed),
          accepted: { name: "DoctorAttested" },
          revokedAt: null,
        },
      },
    });
  });
});

describe("a stolen attester", () => {
  it("says from when on what was accepted of it is void, as the contract does", async () => {
    const { mined, registryAs, timeOf } = network;
    const admin = registryAs(lastAdmin).write;
    await mined(admin.scheduleRoleGrant([ATTESTER_ROLE, stolenAttester.address]));
    await pass(INITIAL_DELAY);
    await mined(admin.grantRole([ATTESTER_ROLE, stolenAttester.address]));
    const { receipt } = await attest(impostor, { by: stolenAttester });
    const acceptedAt = await timeOf(receipt);
    await pass(2);
    await mined(admin.disavowAttester([stolenAttester.address, BigInt(acceptedAt) + 1n]));
    const question = `{
      account(id: "${lower(stolenAttester)}") {
        disavowedSince disavowed { name actor { id } account { id } } signedAttestations { subject { id } acceptedAt revokedAt }
        roles { until }
      }
    }`;
    const answer = (since: bigint) => ({
      account: {
        disavowedSince: since.toString(),
        disavowed: {
          name: "AttesterDisavowed",
          actor: { id: lower(lastAdmin) },
          account: { id: lower(stolenAttester) },
        },
        signedAttestations: [{ subject: { id: lower(impostor) }, acceptedAt, revokedAt: null }],
        roles: [{ until: expect.any(String) }],
      },
    });
    const validUntil = async () => (await registryAs(lastAdmin).read.attestationOf([impostor.address]))[0];

    expect(await network.ask(question)).toEqual(answer(BigInt(acceptedAt) + 1n));
    expect(await validUntil()).toBeGreaterThan(0n);

    await mined(admin.disavowAttester([stolenAttester.address, BigInt(acceptedAt)]));
    expect(await network.ask(question)).toEqual(answer(BigInt(acceptedAt)));
    expect(await validUntil()).toBe(0n);
  });
});
