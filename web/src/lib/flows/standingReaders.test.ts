import { beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import type { StandingConsentRow } from "../history/rows.ts";
import { standingReaders } from "./standingReaders.ts";

const chart = `0x${"22".repeat(20)}` as const;
const account = `0x${"aa".repeat(20)}` as const;
const inAnHour = Math.floor(Date.now() / 1000) + 3_600;

const reads = vi.hoisted(() => ({ rows: [] as unknown[], facts: {}, expiry: 0 }));
vi.mock("../history/standingConsents.ts", () => ({ readChartStandingConsents: async () => reads.rows }));
vi.mock("../chain/reads.ts", () => ({
  factsOf: async () => reads.facts,
  standingConsentOf: async () => reads.expiry,
}));

const row = (rest: Partial<StandingConsentRow> = {}) =>
  ({
    grantee: { account, name: "Dr Demo", specialty: "" },
    stopped: false,
    attestationGeneration: 2,
    ...rest,
  }) as const;
const readers = () => standingReaders({} as App, chart);

beforeEach(() => {
  reads.rows = [row()];
  reads.facts = { active: true, attestationGeneration: 2 };
  reads.expiry = inAnHour;
});

describe("for whom a new report is locked besides the patient", () => {
  it("is a doctor with whom all reports are shared", async () => {
    expect(await readers()).toEqual([account]);
  });

  it("is nobody whose share was stopped, as the lists or as the contract says", async () => {
    reads.rows = [row({ stopped: true })];
    expect(await readers()).toEqual([]);
    reads.rows = [row()];
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
