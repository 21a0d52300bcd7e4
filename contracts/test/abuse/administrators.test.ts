import { ATTESTER_ROLE, doctorRole, registrarRole } from "@chartkey/protocol/role-id";
import { describe, expect, it } from "vitest";
import { attest } from "../support/attestations.ts";
import { time } from "../support/chain.ts";
import { acceptEverySignature, inTheNameOf } from "../support/contract-accounts.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { consent, newReport, standingConsent } from "../support/reports.ts";
import { rightfulCalls } from "../support/rightful-calls.ts";
import { ownSettingsOf } from "../support/settings.ts";
import { signAndSend, signedConsent, signedStandingConsent } from "../support/signed-acts.ts";
import { DELAY, NORTHFIELD, world, type World } from "../support/world.ts";

const ADMINISTRATORS = ["admin", "attester", "registrar", "harbourRegistrar", "pauser"] as const;

for (const name of ADMINISTRATORS) {
  describe(`the ${name}, who administers`, () => {
    it("creates no consent to a report", async () => {
      const { [name]: administrator, harbourDoctor, chart, report } = await world();
      await expectRefusal(
        administrator.records.write.grantConsents([await consent(report, harbourDoctor)]),
        "ConsentNotHolder",
        [chart, administrator.address],
      );
    });

    it("creates no consent to a whole chart", async () => {
      const { [name]: administrator, harbourDoctor, chart } = await world();
      await expectRefusal(
        administrator.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]),
        "ConsentNotHolder",
        [chart, administrator.address],
      );
    });

    it("creates none by signing in the patient's place", async () => {
      const all = await world();
      const one = await signedConsent(all, await consent(all.report, all.harbourDoctor));
      const whole = await signedStandingConsent(all, await standingConsent(all.chart, all.harbourDoctor));
      await expectRefusal(signAndSend(one, all[name]), "SignatureInvalid", [all.patient.address]);
      await expectRefusal(signAndSend(whole, all[name]), "SignatureInvalid", [all.patient.address]);
    });

    it("cannot stop a sharing either", async () => {
      const { [name]: administrator, doctor, chart, report } = await world();
      await expectRefusal(administrator.records.write.stopConsent([report, doctor.address]), "ConsentNotHolder");
      await expectRefusal(administrator.records.write.stopEverything([chart, doctor.address]), "ConsentNotHolder");
    });

    it("can be given nothing to read", async () => {
      const { [name]: administrator, patient, chart, report } = await world();
      await expectRefusal(
        patient.records.write.grantConsents([await consent(report, administrator)]),
        "ConsentGranteeNotActive",
        [administrator.address],
      );
      await expectRefusal(
        patient.records.write.grantStandingConsent([await standingConsent(chart, administrator)]),
        "ConsentGranteeNotActive",
      );
      expect(await patient.records.read.canRead([report, administrator.address])).toBe(false);
    });
  });
}

describe("whatever an administrator may do", () => {
  const theirs = rightfulCalls.filter(({ by }) => ADMINISTRATORS.some((name) => name === by));

  for (const { name, by, prepare } of theirs) {
    it(`changes no consent, no key, no report and no holder: ${name} of the ${by}`, async () => {
      const all = await world();
      await all.patient.records.write.grantConsents([await consent(all.report, all.doctor)]);
      const send = await prepare(all);
      const before = await ownSettingsOf(all);
      await send(all[by]);

      expect(await ownSettingsOf(all)).toEqual(before);
      expect(await all.patient.records.read.canRead([all.report, all.harbourDoctor.address])).toBe(false);
    });
  }
});

describe("an account or contract that an administrator authorises", () => {
  it("creates no consent as a registrar, though it is a contract that accepts every signature", async () => {
    const all = await world();
    const role = registrarRole(NORTHFIELD);
    await acceptEverySignature(all.newcomer);
    await all.admin.registry.write.scheduleRoleGrant([role, all.newcomer.address]);
    await time.increase(DELAY);
    await all.admin.registry.write.grantRole([role, all.newcomer.address]);

    await cannotShare(all, all.newcomer.address);
  });

  it("creates no consent as a doctor, though it is assigned to the patient", async () => {
    const all = await world();
    await attest(all.attester, all.newcomer);
    await acceptEverySignature(all.newcomer);
    await all.registrar.registry.write.grantRole([doctorRole(NORTHFIELD), all.newcomer.address]);
    await all.registrar.registry.write.assignDoctor([all.chart, all.newcomer.address, NORTHFIELD]);

    await cannotShare(all, all.newcomer.address);
  });

  it("reads nothing by being attested, appointed and assigned: it may write", async () => {
    const { attester, registrar, newcomer, chart, report } = await world();
    await attest(attester, newcomer);
    await newcomer.registry.write.publishKey([await keyPublication(newcomer)]);
    await registrar.registry.write.grantRole([doctorRole(NORTHFIELD), newcomer.address]);
    await registrar.registry.write.assignDoctor([chart, newcomer.address, NORTHFIELD]);

    expect(await newcomer.records.read.canRead([report, newcomer.address])).toBe(false);
    await newcomer.records.write.addReport([newReport(chart, NORTHFIELD)]);
    expect(await newcomer.records.read.canRead([report, newcomer.address])).toBe(false);
  });

  for (const contract of ["registry", "records"] as const) {
    it(`is never the ${contract} itself`, async () => {
      const { admin, contracts } = await world();
      for (const role of [ATTESTER_ROLE, registrarRole(NORTHFIELD)]) {
        await expectRefusal(
          admin.registry.write.scheduleRoleGrant([role, contracts[contract]]),
          "RolesForbiddenAccount",
          [contracts[contract]],
        );
      }
    });
  }
});

async function cannotShare({ chart, report, harbourDoctor, contracts }: World, account: `0x${string}`): Promise<void> {
  const { records } = await inTheNameOf(account, contracts);
  await expectRefusal(records.write.grantConsents([await consent(report, harbourDoctor)]), "ConsentNotHolder", [
    chart,
    account,
  ]);
  await expectRefusal(
    records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]),
    "ConsentNotHolder",
    [chart, account],
  );
}
