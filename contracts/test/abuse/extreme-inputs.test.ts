import { purposeIndex } from "@chartkey/protocol/purpose";
import { doctorRole, registrarRole } from "@chartkey/protocol/role-id";
import { padHex, zeroAddress, zeroHash, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { attest, attestationOf, signAttestation } from "../support/attestations.ts";
import { authoriserOf } from "../support/authoriser.ts";
import { DAY, now, YEAR } from "../support/chain.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { recorded, sendRecorded } from "../support/recorded-call.ts";
import { refusalOf } from "../support/refusal.ts";
import { CAPSULES, consent, correction, idOf, newReport, PAYLOAD, standingConsent } from "../support/reports.ts";
import { rightfulCalls } from "../support/rightful-calls.ts";
import { signAndSend, signedConsent } from "../support/signed-acts.ts";
import { NORTHFIELD, world } from "../support/world.ts";

const FOR_EVER = 2n ** 64n - 1n;
const MAX_BUNDLE = 2_048;
const MAX_KEYRING = 8_192;
const MAX_CAPSULES = 32_768;
const MAX_TEXT = 128;
const MAX_CONSENT = 5n * 366n * DAY;

const bytesOf = (length: number): Hex => `0x${"a5".repeat(length)}`;

describe("inputs of the largest size", () => {
  it("are taken for a key, and no byte more", async () => {
    const { newcomer } = await world();
    const bundle = bytesOf(MAX_BUNDLE);
    const keyring = bytesOf(MAX_KEYRING);
    for (const [b, k] of [
      [bytesOf(MAX_BUNDLE + 1), keyring],
      [bundle, bytesOf(MAX_KEYRING + 1)],
    ] as const) {
      const tooLong = await keyPublication(newcomer, { bundle: b, keyring: k });
      await expectRefusal(newcomer.registry.write.publishKey([tooLong]), "KeyLengthOutOfRange");
      await expectRefusal(
        newcomer.registry.write.registerPatient([tooLong, authoriserOf(newcomer).address]),
        "KeyLengthOutOfRange",
      );
    }

    const longest = await keyPublication(newcomer, { bundle, keyring });
    await newcomer.registry.write.registerPatient([longest, authoriserOf(newcomer).address]);
    expect((await newcomer.registry.read.keyOf([newcomer.address]))[0]).toBe(1);
  });

  it("are taken for capsules, and no byte more", async () => {
    const all = await world();
    const capsules = bytesOf(MAX_CAPSULES);
    const tooLong = bytesOf(MAX_CAPSULES + 1);
    const length = [BigInt(MAX_CAPSULES + 1)];
    const { patient, doctor, harbourDoctor, chart, report } = all;

    const granted = await consent(report, harbourDoctor, { capsules: tooLong });
    await expectRefusal(patient.records.write.grantConsents([granted]), "ReportCapsulesLength", length);
    await expectRefusal(signAndSend(await signedConsent(all, granted), patient), "ReportCapsulesLength", length);
    await expectRefusal(
      patient.records.write.grantStandingConsent([await standingConsent(chart, doctor, { capsules: tooLong })]),
      "ReportCapsulesLength",
      length,
    );
    await signAndSend(await signedConsent(all, await consent(report, harbourDoctor, { capsules })), patient);
    await patient.records.write.grantStandingConsent([await standingConsent(chart, doctor, { capsules })]);
    await patient.records.write.publishCapsules([chart, doctor.address, 1, capsules]);
  });

  it("are taken for the name of a hospital, and no byte more", async () => {
    const { admin } = await world();
    await expectRefusal(admin.registry.write.openHospital([3, "a".repeat(MAX_TEXT + 1)]), "RolesInvalidHospital", [3]);
    // Bytes count, not letters.
    await expectRefusal(admin.registry.write.openHospital([3, "é".repeat(MAX_TEXT / 2 + 1)]), "RolesInvalidHospital");
    await admin.registry.write.openHospital([3, "é".repeat(MAX_TEXT / 2)]);
  });

  it("are taken for a doctor's name and specialty, and no byte more", async () => {
    const { attester, newcomer } = await world();
    const most = { professionalName: "a".repeat(MAX_TEXT), specialty: "b".repeat(MAX_TEXT) };
    for (const changes of [{ professionalName: "a".repeat(MAX_TEXT + 1) }, { specialty: "b".repeat(MAX_TEXT + 1) }]) {
      await expectRefusal(attest(attester, newcomer, { ...most, ...changes }), "AttestationTextTooLong");
    }
    await attest(attester, newcomer, most);
  });

  it("are taken for the number of reports in one consent", async () => {
    const { patient, doctor, harbourDoctor, chart } = await world();
    const many = 50;
    const shares = [];
    for (let n = 1; n <= many; ++n) {
      const commitment = padHex(`0x${n.toString(16)}`, { size: 32 });
      await doctor.records.write.addReport([newReport(chart, NORTHFIELD, { commitment })]);
      shares.push({ report: idOf(doctor, chart, doctor.address, commitment), counter: 0, capsules: CAPSULES });
    }
    const last = shares.at(-1)!.report;
    await patient.records.write.grantConsents([await consent(last, harbourDoctor, { shares })]);
    expect(await patient.records.read.canRead([last, harbourDoctor.address])).toBe(true);
  });

  it("are taken for the versions of a report: 255, which can all be encrypted anew", async () => {
    const { patient, doctor, report } = await world();
    for (let version = 2; version <= 255; ++version) {
      await doctor.records.write.correctReport([correction(report, NORTHFIELD, { version })]);
    }
    await expectRefusal(
      doctor.records.write.correctReport([correction(report, NORTHFIELD, { version: 256 })]),
      "ReportTooManyVersions",
      [report],
    );
    const payloads = Array.from({ length: 255 }, () => PAYLOAD);
    await expectRefusal(
      patient.records.write.rekeyReport([report, 1, [...payloads, PAYLOAD], CAPSULES]),
      "ReportPayloadsMismatch",
      [255n, 256n],
    );
    await patient.records.write.rekeyReport([report, 1, payloads, CAPSULES]);
  });
});

describe("inputs of no size", () => {
  it("are refused wherever something has to be said", async () => {
    const { admin, attester, newcomer, patient, chart, doctor } = await world();
    await expectRefusal(admin.registry.write.openHospital([3, ""]), "RolesInvalidHospital");
    await expectRefusal(attest(attester, newcomer, { professionalName: "" }), "AttestationIncomplete");
    await expectRefusal(attest(attester, newcomer, { specialty: "" }), "AttestationIncomplete");
    for (const empty of [{ bundle: "0x" }, { keyring: "0x" }] as const) {
      await expectRefusal(
        newcomer.registry.write.publishKey([await keyPublication(newcomer, empty)]),
        "KeyLengthOutOfRange",
      );
    }
    await expectRefusal(
      patient.records.write.publishCapsules([chart, doctor.address, 1, "0x"]),
      "ReportCapsulesLength",
      [0n],
    );
    await expectRefusal(patient.records.write.stopConsents([[], doctor.address]), "ConsentEmpty");
  });
});

describe("a date", () => {
  const consentDates: Record<string, (today: bigint) => bigint> = {
    zero: () => 0n,
    "one second": () => 1n,
    "in the past": (today) => today - DAY,
    now: (today) => today,
    "an hour too far": (today) => today + MAX_CONSENT + 3_600n,
    "at the end of time": () => FOR_EVER,
  };
  for (const [what, date] of Object.entries(consentDates)) {
    it(`${what} is no end of a consent`, async () => {
      const all = await world();
      const { patient, harbourDoctor, chart, report } = all;
      const expiry = date(await now());
      const granted = await consent(report, harbourDoctor, { expiry });

      await expectRefusal(patient.records.write.grantConsents([granted]), "ConsentInvalidExpiry", [expiry]);
      await expectRefusal(signAndSend(await signedConsent(all, granted), patient), "ConsentInvalidExpiry", [expiry]);
      await expectRefusal(
        patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor, { expiry })]),
        "ConsentInvalidExpiry",
        [expiry],
      );
    });
  }

  for (const [what, date] of Object.entries({
    zero: () => 0n,
    "in the past": (today: bigint) => today - DAY,
    "more than two years ahead": (today: bigint) => today + 2n * 366n * DAY + 1n,
    "at the end of time": () => FOR_EVER,
  })) {
    it(`${what} is no end of an attestation`, async () => {
      const { attester, newcomer } = await world();
      const validUntil = date(await now());
      await expectRefusal(attest(attester, newcomer, { validUntil }), "AttestationInvalidPeriod", [validUntil]);
    });
  }

  for (const [what, date] of Object.entries({
    zero: () => 0n,
    "an hour ago": (today: bigint) => today - 3_601n,
    "six minutes ahead": (today: bigint) => today + 360n,
    "years ahead": (today: bigint) => today + 10n * YEAR,
    "at the end of time": () => FOR_EVER,
  })) {
    it(`${what} is no time to have signed an attestation`, async () => {
      const { attester, newcomer } = await world();
      const today = await now();
      const attestation = await attestationOf(newcomer, { issuedAt: date(today), validUntil: today + YEAR });
      await expectRefusal(
        newcomer.registry.write.submitAttestation([attestation, await signAttestation(attester, attestation)]),
        "AttestationOutsideWindow",
        [attestation.issuedAt],
      );
    });
  }

  it("in the past is no deadline, and one at the end of time is", async () => {
    const all = await world();
    const granted = await consent(all.report, all.harbourDoctor);
    const over = (await now()) - 1n;
    await expectRefusal(signAndSend(await signedConsent(all, granted, over), all.patient), "SignatureExpired", [over]);
    await expectRefusal(signAndSend(await signedConsent(all, granted, 0n), all.patient), "SignatureExpired", [0n]);
    await signAndSend(await signedConsent(all, granted, FOR_EVER), all.patient);
  });

  it("of zero or ahead is no moment to disavow an attester from", async () => {
    const { admin, attester } = await world();
    for (const since of [0n, (await now()) + DAY, FOR_EVER]) {
      await expectRefusal(admin.registry.write.disavowAttester([attester.address, since]), "AttesterInvalidMoment", [
        since,
      ]);
    }
  });
});

/** Where zero is an answer: a stop of what never was, the old wallet's veto, giving up the default admin, a role taken from nobody. */
const ZERO_MEANS_SOMETHING = new Set([
  "registry.revokeRole 1",
  "registry.renounceRole 0",
  "registry.beginDefaultAdminTransfer 0",
  "registry.changeDefaultAdminDelay 0",
  "registry.vetoReplacement 1",
  "registry.disavowAttester 0",
  "records.stopConsent 1",
  "records.stopConsents 1",
  "records.stopEverything 1",
]);

describe("zero, where somebody or something is named,", () => {
  for (const { name, by, prepare } of rightfulCalls.filter(({ byAnyone }) => !byAnyone)) {
    it(`is refused: ${name} of the ${by}`, async () => {
      const all = await world();
      const call = await recorded(await prepare(all));
      for (const [index, value] of call.args.entries()) {
        for (const { path, zeroed } of zeroedIn(value)) {
          const args = call.args.with(index, zeroed);
          const outcome = await refusalOf(sendRecorded({ ...call, args }, all[by]));
          const where = `${name} ${index}${path}`;
          expect(outcome === "not refused", where).toBe(ZERO_MEANS_SOMETHING.has(where));
        }
      }
    });
  }

  it("is refused as a role, an account, a hospital or a chart of a role", async () => {
    const { admin, registrar, doctor } = await world();
    await expectRefusal(admin.registry.write.scheduleRoleGrant([zeroHash, doctor.address]), "RolesNotScheduled");
    await expectRefusal(
      admin.registry.write.scheduleRoleGrant([registrarRole(NORTHFIELD), zeroAddress]),
      "RolesForbiddenAccount",
      [zeroAddress],
    );
    await expectRefusal(
      registrar.registry.write.grantRole([doctorRole(NORTHFIELD), zeroAddress]),
      "RolesForbiddenAccount",
      [zeroAddress],
    );
  });

  it("stopped, changes nothing for anybody else", async () => {
    const { patient, doctor, chart, report } = await world();
    await patient.records.write.stopConsent([report, zeroAddress]);
    await patient.records.write.stopEverything([chart, zeroAddress]);
    expect(await doctor.records.read.canRead([report, doctor.address])).toBe(true);
    expect(await doctor.records.read.canRead([report, zeroAddress])).toBe(false);
  });

  it("is no purpose", async () => {
    const { patient, harbourDoctor, report } = await world();
    await expectRefusal(
      patient.records.write.grantConsents([await consent(report, harbourDoctor, { purpose: purposeIndex("NONE") })]),
      "ConsentInvalidPurpose",
    );
  });
});

type Zeroed = { path: string; zeroed: unknown };

/** Every way to put zero where an address, an id, a digest or a number is. */
function zeroedIn(value: unknown, path = ""): Zeroed[] {
  if (typeof value === "string") return isId(value) ? [{ path, zeroed: `0x${"0".repeat(value.length - 2)}` }] : [];
  if (typeof value === "number") return value === 0 ? [] : [{ path, zeroed: 0 }];
  if (typeof value === "bigint") return value === 0n ? [] : [{ path, zeroed: 0n }];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      zeroedIn(item, `${path}.${index}`).map((each) => ({ ...each, zeroed: value.with(index, each.zeroed) })),
    );
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    zeroedIn(item, `${path}.${name}`).map((each) => ({ ...each, zeroed: { ...value, [name]: each.zeroed } })),
  );
}

/** An address or chart, or 32 bytes that name something: capsules may be any 32 bytes. */
function isId(text: string): boolean {
  return text !== CAPSULES && /^0x([0-9a-f]{40}|[0-9a-f]{64})$/i.test(text);
}
