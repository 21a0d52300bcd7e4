import { recoverChart, replaceRecoveryKey } from "@chartkey/protocol/chart-forms";
import type { HDAccount } from "viem/accounts";
import { beforeAll, describe, expect, it } from "vitest";
import { localAccount } from "./indexed-network.ts";
import { admin, authoriserOf, chartOf, lower, network, pass, publishKey, register } from "./world.ts";

const DAY = 86_400;

const patient = localAccount(18);
const [firstWallet, secondWallet] = [localAccount(19), localAccount(20)];
const authoriser = authoriserOf(patient);
const nextAuthoriser = authoriserOf(secondWallet);

/** The authoriser signs, the new holder sends. */
async function startRecovery(newHolder: HDAccount) {
  const { location, mined, now, registryAs } = network;
  const chart = chartOf(patient);
  const { read } = registryAs(newHolder);
  const nonce = await read.nonces([await read.authoriserOf([chart])]);
  const deadline = (await now()) + BigInt(DAY);
  const form = recoverChart(location, { chart, newHolder: newHolder.address, nonce, deadline });
  const signature = await authoriser.signTypedData(form);
  return mined(registryAs(newHolder).write.startRecovery([chart, newHolder.address, deadline, signature, "0x"]));
}

const ofChart = (fields: string): Promise<unknown> => network.ask(`{ chart(id: "${chartOf(patient)}") { ${fields} } }`);

describe("recovering control of a chart", () => {
  const recoveries = `recoveries(orderBy: id) {
    status oldHolder { id } newHolder { id } readyAt startedAt started { name actor { id } account { id } chart { id } }
    endedAt ended { name actor { id } account { id } recovery { status } }
  }`;
  const recovery = (newHolder: HDAccount) => ({
    oldHolder: { id: lower(patient) },
    newHolder: { id: lower(newHolder) },
    started: {
      name: "RecoveryStarted",
      actor: { id: lower(authoriser) },
      account: { id: lower(newHolder) },
      chart: { id: chartOf(patient) },
    },
  });

  beforeAll(async () => void (await register(patient)));

  it("is under way until it is begun anew, or the holder cancels it", async () => {
    const { mined, registryAs, timeOf } = network;
    const first = await startRecovery(firstWallet);
    const second = await startRecovery(secondWallet);
    expect(await ofChart("recovery { status newHolder { id } }")).toEqual({
      chart: { recovery: { status: "UNDER_WAY", newHolder: { id: lower(secondWallet) } } },
    });

    const cancelled = await mined(registryAs(patient).write.cancelRecovery());
    expect(await ofChart(`recovery { id } ${recoveries}`)).toEqual({
      chart: {
        recovery: null,
        recoveries: [
          {
            ...recovery(firstWallet),
            status: "REPLACED",
            startedAt: await timeOf(first),
            readyAt: (BigInt(await timeOf(first)) + BigInt(3 * DAY)).toString(),
            endedAt: await timeOf(second),
            ended: {
              name: "RecoveryStarted",
              actor: { id: lower(authoriser) },
              account: { id: lower(secondWallet) },
              recovery: { status: "CANCELLED" },
            },
          },
          {
            ...recovery(secondWallet),
            status: "CANCELLED",
            startedAt: await timeOf(second),
            readyAt: expect.any(String),
            endedAt: await timeOf(cancelled),
            ended: {
              name: "RecoveryCancelled",
              actor: { id: lower(patient) },
              account: { id: lower(secondWallet) },
              recovery: { status: "CANCELLED" },
            },
          },
        ],
      },
    });
  });

  it("begins by ending what the holder alone proposed", async () => {
    const { mined, registryAs, timeOf } = network;
    const fields = "authoriser { id } proposedAuthoriser { id } proposedAuthoriserReadyAt recovery { status }";
    const proposed = await mined(registryAs(patient).write.proposeAuthoriser([nextAuthoriser.address]));
    expect(await ofChart(fields)).toEqual({
      chart: {
        authoriser: { id: lower(authoriser) },
        proposedAuthoriser: { id: lower(nextAuthoriser) },
        proposedAuthoriserReadyAt: (BigInt(await timeOf(proposed)) + BigInt(30 * DAY)).toString(),
        recovery: null,
      },
    });

    await startRecovery(secondWallet);
    expect(await ofChart(fields)).toEqual({
      chart: {
        authoriser: { id: lower(authoriser) },
        proposedAuthoriser: null,
        proposedAuthoriserReadyAt: null,
        recovery: { status: "UNDER_WAY" },
      },
    });
  });

  it("gives the chart to its new holder, and a signature of the old one is nobody's", async () => {
    const { mined, registryAs, timeOf } = network;
    await pass(14 * DAY);
    await publishKey(secondWallet, 1);
    const completed = await mined(registryAs(admin).write.completeRecovery([chartOf(patient)]));

    const answer = await network.ask(`{
      chart(id: "${chartOf(patient)}") { holder { id } signatureEpoch recovery { id } ${recoveries} }
      old: account(id: "${lower(patient)}") { chart { id } }
      new: account(id: "${lower(secondWallet)}") { chart { id } }
    }`);
    expect(answer).toMatchObject({
      chart: {
        holder: { id: lower(secondWallet) },
        signatureEpoch: 1,
        recovery: null,
        recoveries: [
          {},
          {},
          {
            ...recovery(secondWallet),
            status: "COMPLETED",
            endedAt: await timeOf(completed),
            ended: { name: "ChartRecovered", actor: null, account: { id: lower(secondWallet) } },
          },
        ],
      },
      old: { chart: null },
      new: { chart: { id: chartOf(patient) } },
    });
  });

  it("has another authoriser once both keys agree, and other signatures once the patient cancels them", async () => {
    const { location, mined, now, registryAs } = network;
    const chart = chartOf(patient);
    const deadline = (await now()) + BigInt(DAY);
    const form = replaceRecoveryKey(location, { chart, newRecoveryKey: nextAuthoriser.address, epoch: 1, deadline });
    const signature = await authoriser.signTypedData(form);
    await mined(registryAs(secondWallet).write.replaceAuthoriser([nextAuthoriser.address, deadline, signature]));
    await mined(registryAs(secondWallet).write.cancelSignatures());

    expect(
      await network.ask(`{
        chart(id: "${chart}") { authoriser { id } signatureEpoch }
        auditEvents(where: { chart: "${chart}", name_in: [AuthoriserProposed, AuthoriserReplaced, SignaturesCancelled] }, orderBy: id) {
          name actor { id } account { id }
        }
      }`),
    ).toEqual({
      chart: { authoriser: { id: lower(nextAuthoriser) }, signatureEpoch: 2 },
      auditEvents: [
        { name: "AuthoriserProposed", actor: { id: lower(patient) }, account: { id: lower(nextAuthoriser) } },
        { name: "AuthoriserReplaced", actor: { id: lower(secondWallet) }, account: { id: lower(nextAuthoriser) } },
        { name: "SignaturesCancelled", actor: { id: lower(secondWallet) }, account: null },
      ],
    });
  });
});
