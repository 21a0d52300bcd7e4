import { registryAbi } from "@chartkey/protocol/generated/registry";
import { encodeFunctionData } from "viem";
import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { DAY, goTo, nextAt, now } from "../support/chain.ts";
import { inTheNameOf } from "../support/contract-accounts.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { replaceAuthoriser, startRecovery } from "../support/recoveries.ts";
import { execute } from "../support/registry-requests.ts";
import { consent, idOf, newReport, standingConsent } from "../support/reports.ts";
import { signAndSend } from "../support/signed-acts.ts";
import { signedChartRequest } from "../support/signed-chart-acts.ts";
import { HARBOUR, NORTHFIELD, world } from "../support/world.ts";

const RECOVERY_DELAY = 3n * DAY;
const RECOVERY_DELAY_AFTER_CANCEL = 14n * DAY;
const AUTHORISER_DELAY = 30n * DAY;
const ACCEPTED = 2;
const OTHER = 5;

/** The small world, where the patient, who has the keyring, has a second wallet with a key of its own. */
async function withSecondWallet() {
  const { newcomer: secondWallet, ...all } = await world();
  await secondWallet.registry.write.publishKey([await keyPublication(secondWallet)]);
  return { ...all, secondWallet, authoriser: authoriserOf(all.patient) };
}

/** The same, where whoever has the first wallet is a thief. */
async function withStolenWallet() {
  const { patient: thief, ...all } = await withSecondWallet();
  return { ...all, thief };
}

/** The small world, where a thief knows the patient's recovery code, and so has the authoriser's key. */
async function withStolenCode() {
  const { newcomer: thief, ...all } = await world();
  await thief.registry.write.publishKey([await keyPublication(thief)]);
  return { ...all, thief, stolen: authoriserOf(all.patient) };
}

describe("a wallet that was lost", () => {
  it("gives way to the second one after the delay, and nothing of the chart is lost", async () => {
    const { patient, doctor, secondWallet, authoriser, chart, report } = await withSecondWallet();
    await startRecovery(chart, authoriser, secondWallet);
    await goTo((await now()) + RECOVERY_DELAY);
    await secondWallet.registry.write.completeRecovery([chart]);

    expect(await secondWallet.records.read.canRead([report, secondWallet.address])).toBe(true);
    expect(await secondWallet.records.read.canRead([report, patient.address])).toBe(false);
    expect(await secondWallet.registry.read.careStatus([chart, NORTHFIELD])).toBe(ACCEPTED);
    expect(await secondWallet.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(true);
  });

  it("is cancelled when it turns up in time", async () => {
    const { patient, secondWallet, authoriser, chart } = await withSecondWallet();
    await startRecovery(chart, authoriser, secondWallet);
    await patient.registry.write.cancelRecovery();
    await patient.registry.write.askForCare([HARBOUR]);
  });
});

describe("a recovery code that was lost, with every other unlocker", () => {
  it("is replaced by the wallet alone, in time", async () => {
    const { patient, stranger, chart } = await world();
    const next = authoriserOf(stranger);
    await patient.registry.write.proposeAuthoriser([next.address]);
    await goTo((await now()) + AUTHORISER_DELAY);
    await patient.registry.write.completeAuthoriser([chart]);
    expect(await patient.registry.read.authoriserOf([chart])).toBe(next.address);
  });
});

describe("a wallet that was stolen, while the patient has the keyring", () => {
  it("shares nothing any more, once the recovery has started", async () => {
    const { thief, harbourDoctor, secondWallet, authoriser, chart, report } = await withStolenWallet();
    await startRecovery(chart, authoriser, secondWallet);

    await expectRefusal(thief.records.write.grantConsents([await consent(report, harbourDoctor)]), "ChartFrozen", [
      chart,
    ]);
    await expectRefusal(
      thief.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]),
      "ChartFrozen",
      [chart],
    );
  });

  it("destroys nothing any more, once the recovery has started", async () => {
    const { thief, secondWallet, authoriser, chart, report } = await withStolenWallet();
    await startRecovery(chart, authoriser, secondWallet);
    await expectRefusal(thief.records.write.eraseReport([report]), "ChartFrozen", [chart]);
  });

  it("has its sharing stopped at once by the keyring alone, before anything is recovered", async () => {
    const { thief, harbourDoctor, authoriser, contracts, chart, report } = await withStolenWallet();
    await thief.records.write.grantConsents([await consent(report, harbourDoctor)]);
    const keyring = await inTheNameOf(authoriser.address, contracts);
    await keyring.records.write.stopEverything([chart, harbourDoctor.address]);
    expect(await harbourDoctor.records.read.canRead([report, harbourDoctor.address])).toBe(false);
  });

  it("can stop sharing to the last, which takes nothing from the patient", async () => {
    const { thief, doctor, secondWallet, authoriser, chart, report } = await withStolenWallet();
    await startRecovery(chart, authoriser, secondWallet);
    await thief.records.write.stopConsent([report, doctor.address]);
    await goTo((await now()) + RECOVERY_DELAY);
    await secondWallet.registry.write.completeRecovery([chart]);
    expect(await secondWallet.records.read.canRead([report, secondWallet.address])).toBe(true);
  });

  it("holds the patient up once, and no second time", async () => {
    const { thief, secondWallet, authoriser, chart } = await withStolenWallet();
    await startRecovery(chart, authoriser, secondWallet);
    await goTo((await now()) + RECOVERY_DELAY - 10n);
    await thief.registry.write.cancelRecovery();
    await startRecovery(chart, authoriser, secondWallet);
    const readyAt = (await now()) + RECOVERY_DELAY_AFTER_CANCEL;

    await expectRefusal(thief.registry.write.cancelRecovery(), "RecoveryAlreadyCancelledOnce", [chart]);
    await goTo(readyAt - 10n);
    await expectRefusal(thief.registry.write.cancelRecovery(), "RecoveryAlreadyCancelledOnce", [chart]);
    await nextAt(readyAt);
    await secondWallet.registry.write.completeRecovery([chart]);
    expect(await secondWallet.registry.read.holderOf([chart])).toBe(secondWallet.address);
  });

  it("cannot hold the patient up by naming an authoriser of its own", async () => {
    const { thief, stranger, secondWallet, authoriser, chart } = await withStolenWallet();
    await thief.registry.write.proposeAuthoriser([authoriserOf(stranger).address]);
    await goTo((await now()) + AUTHORISER_DELAY - 10n);
    await startRecovery(chart, authoriser, secondWallet);
    await goTo((await now()) + 20n);

    await expectRefusal(thief.registry.write.completeAuthoriser([chart]), "RecoveryNotDue", [chart, 0n]);
    await expectRefusal(thief.registry.write.proposeAuthoriser([authoriserOf(stranger).address]), "ChartFrozen", [
      chart,
    ]);
  });

  it("cannot replace the authoriser at once, for want of its signature", async () => {
    const { thief, stranger, chart } = await withStolenWallet();
    const next = authoriserOf(stranger);
    await expectRefusal(replaceAuthoriser(thief, next, next.address), "RecoveryNotAuthorised", [chart]);
  });

  it("names an authoriser of its own when the patient does nothing for thirty days", async () => {
    const { thief, stranger, secondWallet, authoriser, chart } = await withStolenWallet();
    await thief.registry.write.proposeAuthoriser([authoriserOf(stranger).address]);
    await goTo((await now()) + AUTHORISER_DELAY);
    await thief.registry.write.completeAuthoriser([chart]);
    await expectRefusal(startRecovery(chart, authoriser, secondWallet), "RecoveryNotAuthorised", [chart]);
  });

  describe("after the recovery", () => {
    /** The stolen wallet signed a request and added a report before; the second wallet holds the chart now. */
    async function recovered() {
      const all = await withStolenWallet();
      const { thief, secondWallet, authoriser, chart } = all;
      await thief.records.write.addReport([newReport(chart, 0)]);
      const own = idOf(thief, chart, chart);
      await startRecovery(chart, authoriser, secondWallet);
      await goTo((await now()) + RECOVERY_DELAY);
      await secondWallet.registry.write.completeRecovery([chart]);
      return { ...all, own };
    }

    it("is no holder", async () => {
      const { thief, chart, harbourDoctor, report } = await recovered();
      await expectRefusal(thief.registry.write.leaveCare([NORTHFIELD]), "ChartNotHolder", [thief.address]);
      await expectRefusal(thief.registry.write.cancelRecovery(), "ChartNotHolder", [thief.address]);
      await expectRefusal(
        thief.records.write.grantConsents([await consent(report, harbourDoctor)]),
        "ConsentNotHolder",
        [chart, thief.address],
      );
      await expectRefusal(thief.records.write.stopConsent([report, harbourDoctor.address]), "ConsentNotHolder", [
        chart,
        thief.address,
      ]);
    });

    it("reads nothing, not even what it added itself, of which the chart is the author", async () => {
      const { thief, secondWallet, own, report } = await recovered();
      for (const each of [own, report]) {
        expect(await thief.records.read.canRead([each, thief.address])).toBe(false);
        expect(await thief.records.read.canRead([each, secondWallet.address])).toBe(true);
      }
      await expectRefusal(thief.records.write.retractReport([own, OTHER]), "ReportNotHolder");
      await secondWallet.records.write.retractReport([own, OTHER]);
    });

    it("has signed nothing that still holds", async () => {
      const all = await withStolenWallet();
      const { thief, secondWallet, authoriser, chart } = all;
      await startRecovery(chart, authoriser, secondWallet);
      await goTo((await now()) + RECOVERY_DELAY - 10n);
      const leave = encodeFunctionData({ abi: registryAbi, functionName: "leaveCare", args: [NORTHFIELD] });
      const prepared = await signedChartRequest({ ...all, patient: thief, newcomer: secondWallet }, leave);
      await goTo((await now()) + 20n);
      await secondWallet.registry.write.completeRecovery([chart]);

      await expectRefusal(signAndSend(prepared, thief), "SignatureInvalid", [secondWallet.address]);
    });

    it("registers nothing again", async () => {
      const { thief, chart, stranger } = await recovered();
      const key = await keyPublication(thief, { version: 2 });
      await expectRefusal(
        thief.registry.write.registerPatient([key, authoriserOf(stranger).address]),
        "ChartAlreadyRegistered",
        [chart, thief.address],
      );
    });

    it("leaves the second wallet in control, by signature too", async () => {
      const { secondWallet, stranger, chart } = await recovered();
      const leave = encodeFunctionData({ abi: registryAbi, functionName: "leaveCare", args: [NORTHFIELD] });
      await execute(stranger, secondWallet, leave);
      expect(await secondWallet.registry.read.careStatus([chart, NORTHFIELD])).not.toBe(ACCEPTED);
    });
  });
});

describe("a recovery code that was stolen, while the patient has the wallet", () => {
  it("shares nothing", async () => {
    const { stolen, harbourDoctor, contracts, chart, report } = await withStolenCode();
    const thief = await inTheNameOf(stolen.address, contracts);
    await expectRefusal(thief.records.write.grantConsents([await consent(report, harbourDoctor)]), "ConsentNotHolder", [
      chart,
      stolen.address,
    ]);
    expect(await thief.records.read.canRead([report, stolen.address])).toBe(false);
  });

  it("is stopped by the wallet alone, once", async () => {
    const { patient, thief, stolen, chart } = await withStolenCode();
    await startRecovery(chart, stolen, thief);
    await patient.registry.write.cancelRecovery();
    expect(await patient.registry.read.whoControls([chart])).toEqual([patient.address, 0, false]);
  });

  it("is stopped for good by both keys together, to the last moment and after a cancellation", async () => {
    const { patient, stranger, thief, stolen, chart } = await withStolenCode();
    await startRecovery(chart, stolen, thief);
    await patient.registry.write.cancelRecovery();
    await startRecovery(chart, stolen, thief);
    await goTo((await now()) + RECOVERY_DELAY_AFTER_CANCEL);
    await replaceAuthoriser(patient, stolen, authoriserOf(stranger).address);

    await expectRefusal(thief.registry.write.completeRecovery([chart]), "RecoveryNotDue", [chart, 0n]);
    await expectRefusal(startRecovery(chart, stolen, thief), "RecoveryNotAuthorised", [chart]);
    expect(await patient.registry.read.whoControls([chart])).toEqual([patient.address, 0, false]);
  });

  it("wins in the end against the wallet alone, for whoever has it opened the keyring", async () => {
    const { patient, thief, stolen, chart } = await withStolenCode();
    await startRecovery(chart, stolen, thief);
    await patient.registry.write.cancelRecovery();
    await startRecovery(chart, stolen, thief);
    await expectRefusal(patient.registry.write.cancelRecovery(), "RecoveryAlreadyCancelledOnce", [chart]);
    await goTo((await now()) + RECOVERY_DELAY_AFTER_CANCEL);
    await thief.registry.write.completeRecovery([chart]);
    expect(await thief.registry.read.holderOf([chart])).toBe(thief.address);
  });
});
