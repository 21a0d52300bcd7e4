import { concat, type Hex } from "viem";
import { beforeAll, describe, expect, it } from "vitest";
import { addReport, assign, chartOf, digest, doctorA, lower, network, otherPatient, registrars } from "./world.ts";

describe("reports", () => {
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
          chart { id } author doctor { id } attestationGeneration pair { id } pairGeneration hospital { id } status version epoch
          commitment payload capsules holderKeyVersion sealed { name } explicitOnly added { name actor { id } account { id } chart { id } report { id } hospital { id } }
        }
      }`),
    ).toEqual({
      report: {
        chart: { id: chart() },
        author: lower(doctorA),
        doctor: { id: lower(doctorA) },
        attestationGeneration: 1,
        pair: { id: concat([chart(), lower(doctorA)]) },
        pairGeneration: 0,
        hospital: { id: "1" },
        status: "LIVE",
        version: 1,
        epoch: 1,
        commitment: digest("commitment of a report"),
        payload: digest("payload of a report"),
        capsules: digest("capsules of a report"),
        holderKeyVersion: 1,
        sealed: { name: "ReportAdded" },
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

  describe("given a report was corrected", () => {
    let corrected: Hex;
    const question = (): string => `{
      report(id: "${corrected}") {
        version epoch commitment payload capsules holderKeyVersion sealed { name actor { id } }
        versions(orderBy: version) {
          version epoch commitment payload capsules holderKeyVersion hospital { id } added { name actor { id } hospital { id } }
        }
        rekeyings { epoch payloads capsules rekeyed { name actor { id } report { id } } }
      }
    }`;
    const version = (number: number, name: string, log: string) => ({
      version: number,
      epoch: 1,
      commitment: digest(`commitment of ${name}`),
      payload: digest(`payload of ${name}`),
      capsules: digest(`capsules of ${name}`),
      holderKeyVersion: 1,
      hospital: { id: "1" },
      added: { name: log, actor: { id: lower(doctorA) }, hospital: { id: "1" } },
    });
    const versions = [version(1, "a first version", "ReportAdded"), version(2, "a second version", "ReportCorrected")];

    beforeAll(async () => {
      const { mined, recordsAs } = network;
      corrected = await addReport(doctorA, "a first version", { hospital: 1 });
      const correction = {
        report: corrected,
        version: 2,
        epoch: 1,
        hospital: 1,
        commitment: digest("commitment of a second version"),
        payload: digest("payload of a second version"),
        capsules: digest("capsules of a second version"),
        holderKeyVersion: 1,
        consentEpoch: 0,
      };
      await mined(recordsAs(doctorA).write.correctReport([correction]));
    });

    it("it says what its newest version says, and keeps the one before", async () => {
      const { hospital: _, added: __, ...newest } = versions[1]!;
      expect(await network.ask(question())).toEqual({
        report: {
          ...newest,
          sealed: { name: "ReportCorrected", actor: { id: lower(doctorA) } },
          versions,
          rekeyings: [],
        },
      });
    });

    it("rekeying gives every version another payload, and changes nothing that was said", async () => {
      const { mined, recordsAs } = network;
      const payloads = [digest("first payload anew"), digest("second payload anew")];
      const capsules = digest("capsules anew");
      await mined(recordsAs(otherPatient).write.rekeyReport([corrected, 1, payloads, capsules]));

      expect(await network.ask(question())).toEqual({
        report: {
          version: 2,
          epoch: 2,
          commitment: versions[1]!.commitment,
          payload: payloads[1],
          capsules,
          holderKeyVersion: 1,
          sealed: { name: "ReportRekeyed", actor: { id: lower(otherPatient) } },
          versions: versions.map((each, i) => ({ ...each, epoch: 2, payload: payloads[i] })),
          rekeyings: [
            {
              epoch: 2,
              payloads,
              capsules,
              rekeyed: { name: "ReportRekeyed", actor: { id: lower(otherPatient) }, report: { id: corrected } },
            },
          ],
        },
      });
    });
  });

  const fate = (report: Hex): string => `{
    report(id: "${report}") { status reason retractedAt retracted { name actor { id } } erasedAt erased { name actor { id } } }
  }`;

  it("one entered in error says why and when", async () => {
    const { mined, recordsAs, timeOf } = network;
    const wrong = await addReport(doctorA, "a report of somebody else", { hospital: 1 });
    const retracted = await mined(recordsAs(doctorA).write.retractReport([wrong, 1]));

    expect(await network.ask(fate(wrong))).toEqual({
      report: {
        status: "RETRACTED",
        reason: "WRONG_PATIENT",
        retractedAt: await timeOf(retracted),
        retracted: { name: "ReportRetracted", actor: { id: lower(doctorA) } },
        erasedAt: null,
        erased: null,
      },
    });
  });

  it("one that was erased says when", async () => {
    const { mined, recordsAs, timeOf } = network;
    const unwanted = await addReport(doctorA, "an unwanted report", { hospital: 1 });
    const erased = await mined(recordsAs(otherPatient).write.eraseReport([unwanted]));

    expect(await network.ask(fate(unwanted))).toEqual({
      report: {
        status: "ERASED",
        reason: null,
        retractedAt: null,
        retracted: null,
        erasedAt: await timeOf(erased),
        erased: { name: "ReportErased", actor: { id: lower(otherPatient) } },
      },
    });
  });
});
