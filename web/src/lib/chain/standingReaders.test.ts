import { beforeEach, describe, expect, it, vi } from "vitest";
import type { StandingConsentRow } from "../history/rows.ts";
import type { ChainAccess } from "./chainAccess.ts";
import { standingReaders } from "./standingReaders.ts";

const account = `0x${"aa".repeat(20)}` as const;
const inAnHour = Math.floor(Date.now() / 1000) + 3_600;

const reads = vi.hoisted(() => ({ facts: {}, expiry: 0 }));
vi.mock("./reads.ts", () => ({
  factsOf: async () => reads.facts,
  standingConsentOf: async () => reads.expiry,
}));

const row = (rest: Partial<StandingConsentRow> = {}) =>
  ({
    grantee: { account, name: "Dr Demo", specialty: "" },
    stopped: false,
    attestationGeneration: 2,
    ...rest,
  }) as StandingConsentRow;
const readers = async (of = row()) =>
  (await standingReaders({} as ChainAccess, [of])).map(({ grantee }) => grantee.account);

beforeEach(() => {
  reads.facts = { active: true, attestationGeneration: 2 };
  reads.expiry = inAnHour;
});

describe("who can read whatever a patient’s chart gets next", () => {
  it("is a doctor with whom all reports are shared", async () => {
    expect(await readers()).toEqual([account]);
  });

  it("is nobody whose share was stopped, as the lists or as the contract says", async () => {
    expect(await readers(row({ stopped: true }))).toEqual([]);
    reads.expiry = 0;
    expect(await readers()).toEqual([]);
  });

  it("is nobody whose share has run out", async () => {
    reads.expiry = Math.floor(Date.now() / 1000) - 1;
    expect(await readers()).toEqual([]);
  });

  it("is nobody who is no active doctor, or was verified anew since", async () => {
    reads.facts = { active: false, attestationGeneration: 2 };
    expect(await readers()).toEqual([]);
    reads.facts = { active: true, attestationGeneration: 3 };
    expect(await readers()).toEqual([]);
  });
});
