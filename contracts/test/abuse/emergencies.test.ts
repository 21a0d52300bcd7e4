import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { purposeIndex } from "@chartkey/protocol/purpose";
import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { DAY, goTo, nextAt, now } from "../support/chain.ts";
import { inTheNameOf } from "../support/contract-accounts.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { recover } from "../support/recover.ts";
import { replaceAuthoriser, startRecovery } from "../support/recoveries.ts";
import { consent, standingConsent } from "../support/reports.ts";
import { signAndSend, signedConsent, signedStandingConsent } from "../support/signed-acts.ts";
import { world, type World } from "../support/world.ts";

const EMERGENCY = purposeIndex("ETREAT");

describe("a trusted contact, who keeps the recovery key of a chart", () => {
  it("reads nothing", async () => {
    const { patient, stranger, report } = await world();
    expect(await stranger.records.read.canRead([report, authoriserOf(patient).address])).toBe(false);
  });

  it("reads nothing as a doctor either", async () => {
    const { patient, harbourDoctor, report } = await world();
    await replaceAuthoriser(patient, authoriserOf(patient), harbourDoctor.address);
    expect(await patient.registry.read.authoriserOf([await patient.registry.read.chartOf([patient.address])])).toBe(
      harbourDoctor.address,
    );
    expect(await patient.records.read.canRead([report, harbourDoctor.address])).toBe(false);
  });

  it("neither begins nor prolongs a consent, by calling or by signing", async () => {
    const all = await world();
    const contact = authoriserOf(all.patient);
    const { records } = await inTheNameOf(contact.address, all.contracts);
    const granted = await consent(all.report, all.harbourDoctor);
    await all.patient.records.write.grantConsents([granted]);
    const longer = { ...granted, expiry: granted.expiry + DAY, shares: [{ ...granted.shares[0]!, counter: 1 }] };
    const whole = await standingConsent(all.chart, all.harbourDoctor);

    await expectRefusal(records.write.grantConsents([longer]), "ConsentNotHolder", [all.chart, contact.address]);
    await expectRefusal(records.write.grantStandingConsent([whole]), "ConsentNotHolder");
    await expectRefusal(signAndSend(await signedConsent(all, longer), contact), "SignatureInvalid");
    await expectRefusal(signAndSend(await signedStandingConsent(all, whole), contact), "SignatureInvalid");
    expect((await records.read.consentOf([all.report, all.harbourDoctor.address]))[0]).toBe(granted.expiry);
  });

  it("does not get round the end of a consent, whatever they begin", async () => {
    const all = await world();
    const granted = await consent(all.report, all.harbourDoctor);
    await all.patient.records.write.grantConsents([granted]);
    await goTo(granted.expiry + 1n);
    await startRecovery(all.chart, authoriserOf(all.patient), all.newcomer);

    expect(await all.patient.records.read.canRead([all.report, all.harbourDoctor.address])).toBe(false);
    expect(await all.patient.records.read.canRead([all.report, all.newcomer.address])).toBe(false);
    expect(await all.patient.records.read.canRead([all.report, authoriserOf(all.patient).address])).toBe(false);
  });

  it("is not the new holder", async () => {
    const all = await world();
    const { registry } = await inTheNameOf(authoriserOf(all.patient).address, all.contracts);
    const deadline = (await now()) + DAY;
    await expectRefusal(
      registry.write.startRecovery([all.chart, authoriserOf(all.patient).address, deadline, "0x", "0x"]),
      "RecoveryInvalidHolder",
      [authoriserOf(all.patient).address],
    );
  });

  it("makes nobody a holder before the delay is over, and the holder sees it coming", async () => {
    const { chart, patient, newcomer } = await world();
    await newcomer.registry.write.publishKey([await keyPublication(newcomer)]);
    await startRecovery(chart, authoriserOf(patient), newcomer);
    const [, readyAt] = await patient.registry.read.recoveryOf([chart]);

    expect(readyAt).toBe((await now()) + 3n * DAY);
    await nextAt(readyAt - 1n);
    await expectRefusal(newcomer.registry.write.completeRecovery([chart]), "RecoveryNotDue", [chart, readyAt]);
  });

  it("leaves the consents as they were when they do make somebody the holder", async () => {
    const all = await world();
    const granted = await consent(all.report, all.harbourDoctor);
    await all.patient.records.write.grantConsents([granted]);
    const before = await all.patient.records.read.consentOf([all.report, all.harbourDoctor.address]);
    await recover(all, all.newcomer);

    expect(await all.patient.records.read.consentOf([all.report, all.harbourDoctor.address])).toEqual(before);
  });
});

describe("an emergency", () => {
  it("is no function of either contract", () => {
    const functions = [...registryAbi, ...recordsAbi].flatMap((entry) =>
      entry.type === "function" ? [entry.name] : [],
    );
    expect(functions.filter((name) => /emergency|break|glass|override|force|onBehalf|delegate/i.test(name))).toEqual(
      [],
    );
  });

  it("is not confirmed by the doctor who asks", async () => {
    const { harbourDoctor, report, chart } = await world();
    await harbourDoctor.records.write.requestConsent([report, EMERGENCY]);
    expect(await harbourDoctor.records.read.canRead([report, harbourDoctor.address])).toBe(false);

    await expectRefusal(
      harbourDoctor.records.write.grantConsents([await consent(report, harbourDoctor, { purpose: EMERGENCY })]),
      "ConsentNotHolder",
      [chart, harbourDoctor.address],
    );
    await expectRefusal(
      harbourDoctor.records.write.grantStandingConsent([
        await standingConsent(chart, harbourDoctor, { purpose: EMERGENCY }),
      ]),
      "ConsentNotHolder",
    );
  });

  for (const name of [
    "admin",
    "attester",
    "registrar",
    "harbourRegistrar",
    "pauser",
    "doctor",
    "harbourDoctor",
  ] as const) {
    it(`is not confirmed by the ${name}'s signature`, async () => {
      const all = await world();
      const granted = await consent(all.report, all.harbourDoctor, { purpose: EMERGENCY });
      await expectRefusal(signAndSend(await signedConsent(all, granted), all[name]), "SignatureInvalid", [
        all.patient.address,
      ]);
    });
  }

  it("is granted like every purpose: by the patient, until a given time", async () => {
    const { patient, harbourDoctor, report } = await world();
    const granted = await consent(report, harbourDoctor, { purpose: EMERGENCY });
    await patient.records.write.grantConsents([granted]);
    expect(await patient.records.read.canRead([report, harbourDoctor.address])).toBe(true);

    await goTo(granted.expiry + 1n);
    expect(await patient.records.read.canRead([report, harbourDoctor.address])).toBe(false);
  });

  it("does not come with a pause", async () => {
    const all = await world();
    const before = await everybodysReading(all);
    await all.pauser.registry.write.pause();
    expect(await everybodysReading(all)).toEqual(before);
  });
});

async function everybodysReading(all: World): Promise<boolean[]> {
  const { admin, attester, registrar, harbourRegistrar, pauser, doctor, harbourDoctor, patient, stranger } = all;
  return Promise.all(
    [admin, attester, registrar, harbourRegistrar, pauser, doctor, harbourDoctor, patient, stranger].map(
      ({ address }) => stranger.records.read.canRead([all.report, address]),
    ),
  );
}
