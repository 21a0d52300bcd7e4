import { recordsAbi } from "@chartkey/protocol/generated/records";
import { encodeFunctionData, padHex } from "viem";
import { describe, expect, it } from "vitest";
import { attest, attestationOf } from "../support/attestations.ts";
import { authoriserOf } from "../support/authoriser.ts";
import { DAY, goTo, now } from "../support/chain.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { recover } from "../support/recover.ts";
import { replaceAuthoriser, startRecovery } from "../support/recoveries.ts";
import { CAPSULES, consent, correction, idOf, newReport, PAYLOAD, standingConsent } from "../support/reports.ts";
import { signAndSend, signedConsent, signedRequest, signedStopOfEverything } from "../support/signed-acts.ts";
import { signedRecovery } from "../support/signed-chart-acts.ts";
import { sign } from "../support/signer.ts";
import { HARBOUR, NORTHFIELD, world, type World } from "../support/world.ts";

const OTHER_COMMITMENT = padHex("0xd1", { size: 32 });

/** The patient's wallet is a thief's, who added a report; the patient has the keyring and a new wallet, the newcomer's. */
describe("a thief with the patient's wallet", () => {
  describe("given a recovery that is over", () => {
    it("is not the holder", async () => {
      const all = await world();
      await recover(all, all.newcomer);

      expect(await all.patient.registry.read.holderOf([all.chart])).toBe(all.newcomer.address);
      expect(await all.patient.records.read.canRead([all.report, all.patient.address])).toBe(false);
      expect(await all.patient.records.read.canRead([all.report, all.newcomer.address])).toBe(true);
    });

    it("is not the author of what they added as the patient", async () => {
      const all = await world();
      const own = await reportByThief(all);
      await recover(all, all.newcomer);

      expect(await all.patient.records.read.canRead([own, all.patient.address])).toBe(false);
      await expectRefusal(all.patient.records.write.correctReport([correction(own, 0)]), "ReportNotAuthor", [
        own,
        all.patient.address,
      ]);
      await expectRefusal(all.patient.records.write.retractReport([own, 1]), "ReportNotHolder", [
        all.chart,
        all.patient.address,
      ]);
      await all.newcomer.records.write.correctReport([correction(own, 0)]);
    });

    it("decides nothing any more", async () => {
      const all = await world();
      const { patient, harbourDoctor, chart, report } = all;
      await recover(all, all.newcomer);

      await expectRefusal(
        patient.records.write.grantConsents([await consent(report, harbourDoctor)]),
        "ConsentNotHolder",
      );
      await expectRefusal(
        patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]),
        "ConsentNotHolder",
      );
      await expectRefusal(patient.records.write.stopEverything([chart, harbourDoctor.address]), "ConsentNotHolder");
      await expectRefusal(patient.records.write.eraseReport([report]), "ReportNotHolder");
      await expectRefusal(patient.records.write.rekeyReport([report, 1, [PAYLOAD], CAPSULES]), "ReportNotHolder");
      await expectRefusal(patient.records.write.addReport([newReport(chart, 0)]), "ReportNotAssigned");
      await expectRefusal(patient.registry.write.askForCare([HARBOUR]), "ChartNotHolder");
      await expectRefusal(patient.registry.write.leaveCare([NORTHFIELD]), "ChartNotHolder");
      await expectRefusal(patient.registry.write.cancelSignatures(), "ChartNotHolder");
      await expectRefusal(
        patient.registry.write.proposeAuthoriser([authoriserOf(all.stranger).address]),
        "ChartNotHolder",
      );
    });

    it("has no use for what they signed before", async () => {
      const all = await world();
      const one = await signedConsent(all, await consent(all.report, all.harbourDoctor), (await now()) + 30n * DAY);
      const erase = encodeFunctionData({ abi: recordsAbi, functionName: "eraseReport", args: [all.report] });
      const request = await signedRequest(all, erase, { deadline: (await now()) + 30n * DAY });
      const [forOne, forRequest] = [await sign(all.patient, one.form), await sign(all.patient, request.form)];
      await recover(all, all.newcomer);

      await expectRefusal(one.send(forOne), "SignatureInvalid", [all.newcomer.address]);
      await expectRefusal(request.send(forRequest), "SignatureInvalid", [all.newcomer.address]);
    });

    it("has no use for it even when the chart comes back to that wallet", async () => {
      const all = await world();
      const later = (await now()) + 60n * DAY;
      const granted = await consent(all.report, all.harbourDoctor, { expiry: later });
      const { form, send } = await signedConsent(all, granted, later);
      const signature = await sign(all.patient, form);
      await recover(all, all.newcomer);
      await startRecovery(all.chart, authoriserOf(all.patient), all.patient);
      await goTo((await now()) + 3n * DAY);
      await all.patient.registry.write.completeRecovery([all.chart]);

      expect(await all.patient.registry.read.holderOf([all.chart])).toBe(all.patient.address);
      await expectRefusal(send(signature), "SignatureInvalid", [all.patient.address]);
    });

    it("cannot become the author of a report by adding the new holder's again", async () => {
      const all = await world();
      await recover(all, all.newcomer);
      const added = newReport(all.chart, 0, { commitment: OTHER_COMMITMENT });
      await expectRefusal(all.patient.records.write.addReport([added]), "ReportNotAssigned");
      await all.newcomer.records.write.addReport([added]);
    });
  });

  describe("given a recovery under way", () => {
    it("opens nothing to anybody", async () => {
      const all = await world();
      const { patient, doctor, harbourDoctor, chart, report } = all;
      await startRecovery(chart, authoriserOf(patient), all.newcomer);

      const frozen = [
        patient.records.write.grantConsents([await consent(report, harbourDoctor)]),
        patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]),
        patient.records.write.publishCapsules([chart, doctor.address, 1, CAPSULES]),
        patient.records.write.addReport([newReport(chart, 0)]),
        patient.records.write.rekeyReport([report, 1, [PAYLOAD], CAPSULES]),
        patient.records.write.eraseReport([report]),
        patient.registry.write.askForCare([HARBOUR]),
        patient.registry.write.proposeAuthoriser([authoriserOf(all.stranger).address]),
      ];
      for (const attempt of frozen) await expectRefusal(attempt, "ChartFrozen", [chart]);
      await expectRefusal(
        signAndSend(await signedConsent(all, await consent(report, harbourDoctor)), patient),
        "ChartFrozen",
      );
    });

    it("cancels it once, and the next one is no longer theirs to cancel", async () => {
      const { chart, patient, newcomer } = await world();
      await newcomer.registry.write.publishKey([await keyPublication(newcomer)]);
      await startRecovery(chart, authoriserOf(patient), newcomer);
      await patient.registry.write.cancelRecovery();
      await startRecovery(chart, authoriserOf(patient), newcomer);
      await expectRefusal(patient.registry.write.cancelRecovery(), "RecoveryAlreadyCancelledOnce", [chart]);

      await goTo((await now()) + 14n * DAY);
      await newcomer.registry.write.completeRecovery([chart]);
      expect(await newcomer.registry.read.holderOf([chart])).toBe(newcomer.address);
    });

    it("does not make its signatures void before they are sent", async () => {
      const all = await world();
      const { form, send } = await signedRecovery(all, all.newcomer);
      const signature = await sign(authoriserOf(all.patient), form);
      await all.patient.registry.write.cancelSignatures();
      await send(signature);
      expect((await all.patient.registry.read.recoveryOf([all.chart]))[0]).toBe(all.newcomer.address);
    });

    it("does not put it off, and nobody starts it again once it was cancelled, by sending the signatures again", async () => {
      const all = await world();
      const { form, send } = await signedRecovery(all, all.newcomer);
      const signature = await sign(authoriserOf(all.patient), form);
      await send(signature);
      await expectRefusal(send(signature), "RecoveryNotAuthorised", [all.chart]);
      await all.patient.registry.write.cancelRecovery();
      await expectRefusal(send(signature), "RecoveryNotAuthorised", [all.chart]);
    });

    it("does not get in first with a recovery key of their own", async () => {
      const { chart, patient, newcomer, stranger } = await world();
      await patient.registry.write.proposeAuthoriser([authoriserOf(stranger).address]);
      await goTo((await now()) + 29n * DAY);
      await startRecovery(chart, authoriserOf(patient), newcomer);

      await goTo((await now()) + 2n * DAY);
      await expectRefusal(stranger.registry.write.completeAuthoriser([chart]), "RecoveryNotDue", [chart, 0n]);
      expect(await stranger.registry.read.authoriserOf([chart])).toBe(authoriserOf(patient).address);
    });

    it("cannot keep the patient from stopping what they shared", async () => {
      const all = await world();
      await all.patient.records.write.grantStandingConsent([await standingConsent(all.chart, all.harbourDoctor)]);
      await startRecovery(all.chart, authoriserOf(all.patient), all.newcomer);
      const stop = await signedStopOfEverything(all, {
        chart: all.chart,
        grantee: all.harbourDoctor.address,
        counter: 1,
      });
      await signAndSend(stop, authoriserOf(all.patient));
      expect(await all.patient.records.read.canRead([all.report, all.harbourDoctor.address])).toBe(false);
    });
  });
});

describe("a thief with the recovery key", () => {
  it("loses at once to the patient, who has it and the wallet", async () => {
    const { chart, patient, newcomer, stranger } = await world();
    await startRecovery(chart, authoriserOf(patient), newcomer);
    await replaceAuthoriser(patient, authoriserOf(patient), authoriserOf(stranger).address);

    expect(await patient.registry.read.whoControls([chart])).toEqual([patient.address, 0, false]);
    await goTo((await now()) + 30n * DAY);
    await expectRefusal(newcomer.registry.write.completeRecovery([chart]), "RecoveryNotDue", [chart, 0n]);
    await expectRefusal(startRecovery(chart, authoriserOf(patient), newcomer), "RecoveryNotAuthorised", [chart]);
  });
});

describe("a thief with a doctor's wallet", () => {
  it("ends as a reader, a writer and a doctor when the licence goes to a new wallet, and nothing follows", async () => {
    const all = await world();
    const { attester, doctor, newcomer, patient, registrar, chart, report } = all;
    await patient.records.write.grantStandingConsent([await standingConsent(chart, doctor)]);
    const { licenceTag } = await attestationOf(doctor);
    const attestation = await attestationOf(newcomer, { licenceTag });
    await attest(attester, newcomer, attestation);
    await goTo((await now()) + 7n * DAY);
    await newcomer.registry.write.completeReplacement([attestation]);

    expect(await doctor.registry.read.isActiveDoctor([doctor.address])).toBe(false);
    expect(await doctor.records.read.canRead([report, doctor.address])).toBe(false);
    await expectRefusal(
      doctor.records.write.addReport([newReport(chart, NORTHFIELD, { commitment: OTHER_COMMITMENT, consentEpoch: 1 })]),
      "ReportNotAssigned",
    );
    expect(await registrar.registry.read.isAssigned([chart, newcomer.address, NORTHFIELD])).toBe(false);
    expect(await newcomer.records.read.canRead([report, newcomer.address])).toBe(false);
  });
});

async function reportByThief({ patient, chart }: World) {
  await patient.records.write.addReport([newReport(chart, 0)]);
  return idOf(patient, chart, chart);
}
