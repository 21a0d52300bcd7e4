import type { Address } from "viem";
import { describe, expect, it } from "vitest";
import { byCommitment, type AddedRemark } from "./remarks.ts";

const doctor: Address = `0x${"d0".repeat(20)}`;
const patient: Address = `0x${"a0".repeat(20)}`;
const added = (changes: Partial<AddedRemark>): AddedRemark => ({
  id: "0x01",
  report: `0x${"01".repeat(32)}`,
  chart: `0x${"c1".repeat(20)}`,
  author: doctor,
  version: 1,
  epoch: 1,
  commitment: `0x${"ee".repeat(32)}`,
  payload: "0x11",
  capsules: "0x12",
  at: 100,
  transaction: "0xaa",
  ...changes,
});

describe("events with one commitment", () => {
  it("are one remark, by whoever wrote it first, with its locks from the newest on", () => {
    const relocked = added({ id: "0x02", author: patient, epoch: 2, payload: "0x21", capsules: "0x22", at: 200 });
    const [remark, ...others] = byCommitment([added({}), relocked]);
    expect(others).toEqual([]);
    expect(remark).toMatchObject({ id: "0x01", author: doctor, at: 100, transaction: "0xaa" });
    expect(remark?.locks).toEqual([
      { epoch: 2, payload: "0x21", capsules: "0x22", actor: patient },
      { epoch: 1, payload: "0x11", capsules: "0x12", actor: doctor },
    ]);
  });

  it("are told from those with another, in the order in which they were written", () => {
    const second = added({ id: "0x02", commitment: `0x${"ff".repeat(32)}` });
    const remarks = byCommitment([added({}), second, added({ id: "0x03", author: patient, epoch: 2 })]);
    expect(remarks.map(({ id, locks }) => [id, locks.length])).toEqual([
      ["0x01", 2],
      ["0x02", 1],
    ]);
  });
});
