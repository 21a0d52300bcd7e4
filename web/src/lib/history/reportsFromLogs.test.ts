import { describe, expect, it } from "vitest";
import { afterChanges, type ReportChange } from "./reportsFromLogs.ts";
import type { ReportRow } from "./rows.ts";

const doctor = `0x${"aa".repeat(20)}` as const;
const patient = `0x${"bb".repeat(20)}` as const;

const added: ReportRow = {
  report: `0x${"11".repeat(32)}`,
  chart: `0x${"22".repeat(20)}`,
  author: doctor,
  actor: doctor,
  doctor: { account: doctor, name: "Dr Demo", specialty: "" },
  hospital: 1,
  status: "LIVE",
  endedAt: null,
  reason: null,
  version: 1,
  versionAt: 100,
  epoch: 1,
  commitment: "0xc1",
  payload: "0xa1",
  capsules: "0x01",
  holderKeyVersion: 1,
  explicitOnly: false,
  at: 100,
  transaction: "0x01",
};
const corrected: ReportChange = {
  kind: "corrected",
  version: 2,
  commitment: "0xc2",
  payload: "0xa2",
  capsules: "0x02",
  actor: doctor,
  holderKeyVersion: 2,
  at: 200,
};
const rekeyed = (...payloads: `0x${string}`[]): ReportChange => ({
  kind: "rekeyed",
  epoch: 2,
  payloads,
  capsules: "0x03",
  actor: patient,
});

describe("a report read from logs", () => {
  it("is as it was added while nothing happened to it", () => {
    expect(afterChanges(added, [])).toEqual(added);
  });

  it("says what its author said last, and when, under the report's own date", () => {
    expect(afterChanges(added, [corrected])).toEqual({
      ...added,
      version: 2,
      versionAt: 200,
      commitment: "0xc2",
      payload: "0xa2",
      capsules: "0x02",
      holderKeyVersion: 2,
    });
  });

  it("says the same under a new lock: the newest version's, wrapped by the patient", () => {
    expect(afterChanges(added, [corrected, rekeyed("0xb1", "0xb2")])).toMatchObject({
      version: 2,
      epoch: 2,
      commitment: "0xc2",
      payload: "0xb2",
      capsules: "0x03",
      actor: patient,
    });
    expect(afterChanges(added, [rekeyed("0xb1"), corrected])).toMatchObject({
      epoch: 2,
      payload: "0xa2",
      actor: doctor,
    });
  });

  it("is withdrawn or erased for good", () => {
    const retracted: ReportChange = { kind: "retracted", reason: "WRONG_PATIENT", at: 300 };
    expect(afterChanges(added, [retracted])).toMatchObject({
      status: "RETRACTED",
      endedAt: 300,
      reason: "WRONG_PATIENT",
    });
    expect(afterChanges(added, [retracted, rekeyed("0xb1")])).toMatchObject({ status: "RETRACTED", endedAt: 300 });
    expect(afterChanges(added, [retracted, { kind: "erased", at: 400 }])).toMatchObject({
      status: "ERASED",
      endedAt: 400,
    });
  });
});
