import fc from "fast-check";
import { concat, keccak256, pad, sha256, slice, toHex } from "viem";
import { describe, expect, it } from "vitest";
import { chartIdOf, parseChartId } from "../src/chart.ts";
import { cidOfDigest, digestOf, digestOfCid, InvalidCidError } from "../src/cid.ts";
import { purposeIndex, purposeOfIndex, PURPOSES } from "../src/purpose.ts";
import { chartOfReport, reportIdOf } from "../src/report-id.ts";
import {
  ATTESTER_ROLE,
  DEFAULT_ADMIN_ROLE,
  doctorRole,
  InvalidHospitalError,
  parseRole,
  PAUSER_ROLE,
  registrarRole,
} from "../src/role-id.ts";
import { chart, doctor, patient, recordsLocation, registryLocation } from "./helpers/actors.ts";

describe("a role id", () => {
  it("reads back as the role it was made from", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 0xffff_ffff }), (hospital) => {
        expect(parseRole(registrarRole(hospital))).toEqual({ kind: "registrar", hospital });
        expect(parseRole(doctorRole(hospital))).toEqual({ kind: "doctor", hospital });
      }),
    );
    expect(parseRole(DEFAULT_ADMIN_ROLE)).toEqual({ kind: "default-admin" });
    expect(parseRole(ATTESTER_ROLE)).toEqual({ kind: "attester" });
    expect(parseRole(PAUSER_ROLE)).toEqual({ kind: "pauser" });
  });

  it("has the bytes that the contract's table gives", () => {
    expect(doctorRole(2)).toBe(`0x04${"00".repeat(27)}00000002`);
    expect(registrarRole(256)).toBe(`0x03${"00".repeat(27)}00000100`);
    expect(PAUSER_ROLE).toBe(`0x02${"00".repeat(31)}`);
  });

  it("is refused when any other byte is set", () => {
    expect(parseRole(`0x0400${"00".repeat(25)}0100000002`)).toBeNull();
    expect(parseRole(`0x04${"00".repeat(31)}`)).toBeNull();
    expect(parseRole(`0x01${"00".repeat(30)}01`)).toBeNull();
    expect(parseRole(`0x02${"00".repeat(30)}01`)).toBeNull();
    expect(parseRole(`0x05${"00".repeat(30)}01`)).toBeNull();
    expect(parseRole("0x04")).toBeNull();
  });

  it("exists only for hospitals that can exist", () => {
    for (const hospital of [0, -1, 1.5, 2 ** 32, NaN]) expect(() => doctorRole(hospital)).toThrow(InvalidHospitalError);
  });
});

describe("a chart id", () => {
  it("is the hash of chain, registry and first holder, as the contract makes it", () => {
    const preimage = concat([pad(toHex(1337)), pad(registryLocation.registry), pad(patient.account)]);
    expect(chartIdOf(registryLocation, patient.account)).toBe(slice(keccak256(preimage), 0, 20));
  });

  it("parses in any case and nothing else does", () => {
    expect(parseChartId(` ${chart.toUpperCase().replace("0X", "0x")}\n`)).toBe(chart);
    for (const text of ["", "0x", chart.slice(0, -1), `${chart}0`, `0x${"0".repeat(40)}`]) {
      expect(parseChartId(text)).toBeNull();
    }
  });
});

describe("a report id", () => {
  it("is its chart followed by a hash, with the author left-aligned as bytes20", () => {
    const commitment = sha256("0x01");
    const author = doctor.account;
    const report = reportIdOf(recordsLocation, { chart, author, commitment });
    const preimage = concat([
      pad(toHex(1337)),
      pad(recordsLocation.records),
      pad(author, { dir: "right", size: 32 }),
      commitment,
    ]);
    expect(report).toBe(concat([chart, slice(keccak256(preimage), 0, 12)]));
    expect(chartOfReport(report)).toBe(chart);
  });
});

describe("a purpose", () => {
  it("keeps its number on chain", () => {
    expect(PURPOSES.map(purposeIndex)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(purposeOfIndex(1)).toBe("TREAT");
    expect(purposeOfIndex(7)).toBeNull();
  });
});

describe("a CID", () => {
  it("is that of other implementations for the same block", async () => {
    const digest = await digestOf(new TextEncoder().encode("hello world"));
    expect(digest).toBe(sha256(toHex("hello world")));
    expect(cidOfDigest(digest)).toBe("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
  });

  it("gives its digest back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        expect(digestOfCid(cidOfDigest(toHex(bytes)))).toBe(toHex(bytes));
      }),
    );
  });

  it("is refused when it names a directory, another hash or nothing", () => {
    const others = [
      "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
      "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG",
      "not a cid",
      "",
    ];
    for (const cid of others) expect(() => digestOfCid(cid)).toThrow(InvalidCidError);
    expect(() => cidOfDigest("0x12")).toThrow(InvalidCidError);
  });
});
