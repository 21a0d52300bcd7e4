import type { Hex } from "viem";
import type { HDAccount } from "viem/accounts";
import { beforeAll, describe, expect, it } from "vitest";
import {
  addReport,
  chartOf,
  doctorA,
  doctorB,
  doctorC,
  doctorD,
  grant,
  inline,
  lower,
  network,
  otherPatient,
} from "./world.ts";

const TREAT = 1;
const COC = 3;

describe("requests", () => {
  const chart = (): Hex => chartOf(otherPatient);
  let report: Hex;

  beforeAll(async () => {
    report = await addReport(doctorA, "a wanted report", { hospital: 1 });
  });

  const ask = (doctor: HDAccount, purpose: number) =>
    network.mined(network.recordsAs(doctor).write.requestConsent([report, purpose]));

  it("one is open until the patient answers, and each answer is told from the others", async () => {
    const { mined, recordsAs, timeOf } = network;
    const question = `{
      requests(where: { report: "${report}" }, orderBy: asked__id) {
        doctor { id } chart { id } purpose status askedAt asked { name actor { id } account { id } report { id } request { status } }
        answeredAt answered { name } notBefore
      }
    }`;
    const asked = [await ask(doctorB, TREAT), await ask(doctorC, COC), await ask(doctorD, TREAT)];
    const request = (doctor: HDAccount, purpose: string, status: string) => ({
      doctor: { id: lower(doctor) },
      chart: { id: chart() },
      purpose,
      status,
      asked: {
        name: "ConsentRequested",
        actor: { id: lower(doctor) },
        account: { id: lower(doctor) },
        report: { id: report },
        request: { status },
      },
    });
    const open = { answeredAt: null, answered: null, notBefore: null };
    expect(await network.ask(question)).toMatchObject({
      requests: [
        { ...request(doctorB, "TREAT", "OPEN"), ...open, askedAt: await timeOf(asked[0]!) },
        { ...request(doctorC, "COC", "OPEN"), ...open, askedAt: await timeOf(asked[1]!) },
        { ...request(doctorD, "TREAT", "OPEN"), ...open, askedAt: await timeOf(asked[2]!) },
      ],
    });

    const { receipt } = await grant([report], doctorB, { name: "wanted" });
    const declined = await mined(recordsAs(otherPatient).write.declineRequest([report, doctorC.address]));
    const stopped = await mined(recordsAs(otherPatient).write.stopConsent([report, doctorD.address]));
    expect(await network.ask(question)).toMatchObject({
      requests: [
        {
          ...request(doctorB, "TREAT", "GRANTED"),
          answeredAt: await timeOf(receipt),
          answered: { name: "ConsentGranted" },
          notBefore: null,
        },
        {
          ...request(doctorC, "COC", "DECLINED"),
          answeredAt: await timeOf(declined),
          answered: { name: "RequestDeclined" },
          notBefore: (BigInt(await timeOf(declined)) + 30n * 86_400n).toString(),
        },
        {
          ...request(doctorD, "TREAT", "STOPPED"),
          answeredAt: await timeOf(stopped),
          answered: { name: "ConsentStopped" },
          notBefore: null,
        },
      ],
    });
  });

  it("asking again after a stop is another request", async () => {
    await ask(doctorD, COC);

    expect(
      await network.ask(`{
        requests(where: { report: "${report}", doctor: "${lower(doctorD)}" }, orderBy: id) { purpose status }
      }`),
    ).toEqual({
      requests: [
        { purpose: "TREAT", status: "STOPPED" },
        { purpose: "COC", status: "OPEN" },
      ],
    });
  });
});

describe("wrapping again", () => {
  const chart = (): Hex => chartOf(otherPatient);

  it("what a patient wraps for somebody belongs to the chart", async () => {
    const { mined, recordsAs, timeOf } = network;
    const args = [chart(), doctorB.address, 2, inline("for a new key")] as const;
    const published = await mined(recordsAs(otherPatient).write.publishCapsules(args));

    expect(
      await network.ask(`{
        chart(id: "${chart()}") {
          capsules { recipient { id } recipientKeyVersion capsules publishedAt published { name actor { id } account { id } chart { id } } }
        }
      }`),
    ).toEqual({
      chart: {
        capsules: [
          {
            recipient: { id: lower(doctorB) },
            recipientKeyVersion: 2,
            capsules: inline("for a new key"),
            publishedAt: await timeOf(published),
            published: {
              name: "CapsulesPublished",
              actor: { id: lower(otherPatient) },
              account: { id: lower(doctorB) },
              chart: { id: chart() },
            },
          },
        ],
      },
    });
  });

  it("what an account wraps for itself belongs to the account, and to no chart", async () => {
    const { mined, recordsAs, timeOf } = network;
    const published = await mined(recordsAs(doctorB).write.publishOwnCapsules([2, inline("for my new key")]));

    expect(
      await network.ask(`{
        account(id: "${lower(doctorB)}") {
          ownCapsules { keyVersion capsules publishedAt published { name actor { id } account { id } chart { id } } }
        }
      }`),
    ).toEqual({
      account: {
        ownCapsules: [
          {
            keyVersion: 2,
            capsules: inline("for my new key"),
            publishedAt: await timeOf(published),
            published: {
              name: "OwnCapsulesPublished",
              actor: { id: lower(doctorB) },
              account: { id: lower(doctorB) },
              chart: null,
            },
          },
        ],
      },
    });
  });
});
