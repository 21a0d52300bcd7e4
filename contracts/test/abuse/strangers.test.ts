import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { keyPublication } from "../support/keys.ts";
import { refusalOf } from "../support/refusal.ts";
import { consent, newReport, standingConsent } from "../support/reports.ts";
import { rightfulCalls } from "../support/rightful-calls.ts";
import { settingsOf } from "../support/settings.ts";
import { NORTHFIELD, world, type World } from "../support/world.ts";

describe("a stranger disables and overwrites nobody's settings", () => {
  for (const { name, by, prepare } of rightfulCalls.filter(({ byAnyone }) => !byAnyone)) {
    it(`by ${name}, which is the ${by}'s`, async () => {
      const all = await world();
      const send = await prepare(all);
      const before = await settingsOf(all);

      expect(await refusalOf(send(all.stranger))).not.toBe("not refused");
      expect(await settingsOf(all)).toEqual(before);
    });
  }

  it("by becoming a patient too, and doing all that a patient may", async () => {
    const all = await world();
    await shareWithBothDoctors(all);
    const before = await settingsOf(all);
    await becomesPatient(all);

    expect(await settingsOf(all)).toEqual(before);
  });
});

async function shareWithBothDoctors({ patient, doctor, harbourDoctor, chart, report }: World): Promise<void> {
  await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);
  await patient.records.write.grantStandingConsent([await standingConsent(chart, doctor)]);
}

async function becomesPatient({ stranger, newcomer, doctor, registrar }: World): Promise<void> {
  const { registry, records } = stranger;
  await registry.write.registerPatient([await keyPublication(stranger), authoriserOf(stranger).address]);
  const chart = await registry.read.chartOf([stranger.address]);

  await registry.write.publishKey([await keyPublication(stranger, { version: 2 })]);
  await registry.write.askForCare([NORTHFIELD]);
  await registrar.registry.write.acceptCare([chart, NORTHFIELD]);
  await registry.write.leaveCare([NORTHFIELD]);
  await registry.write.cancelSignatures();
  await registry.write.proposeAuthoriser([authoriserOf(newcomer).address]);
  await records.write.addReport([newReport(chart, 0, { holderKeyVersion: 2 })]);
  await records.write.grantStandingConsent([await standingConsent(chart, doctor)]);
  await records.write.stopEverything([chart, doctor.address]);
}
