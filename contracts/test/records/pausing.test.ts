import { recordsAbi } from "@chartkey/protocol/generated/records";
import { describe, expect, it } from "vitest";
import { goTo, nextAt, now } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import {
  addOwnReportAndRequest,
  DOCTORS_CALLS,
  GRANTING_CALLS,
  OWN_CALLS,
  REPAIRING_CALLS,
  STOPPING_CALLS,
  WRITING_CALLS,
  type RecordsCall,
} from "../support/records-calls.ts";
import { consent, standingConsent } from "../support/reports.ts";
import { world } from "../support/world.ts";

const HOURS = 3_600n;
const PAUSE = 72n * HOURS;
const ALL = [
  ...DOCTORS_CALLS,
  ...GRANTING_CALLS,
  ...WRITING_CALLS,
  ...REPAIRING_CALLS,
  ...STOPPING_CALLS,
  ...OWN_CALLS,
];

/** Retracting and wrapping for oneself narrow or repair; the other things that doctors do widen. */
const narrows = (call: RecordsCall) => call.function === "retractReport" || call.function === "publishOwnCapsules";
const STOPPED = [...DOCTORS_CALLS.filter((call) => !narrows(call)), ...WRITING_CALLS, ...GRANTING_CALLS];
const NEVER_STOPPED = ALL.filter((call) => !STOPPED.includes(call));

async function paused() {
  const all = await world();
  await addOwnReportAndRequest(all);
  await all.pauser.registry.write.pause();
  return { ...all, until: await all.stranger.registry.read.pausedUntil() };
}

describe("a pause of the network", () => {
  describe("stops", () => {
    it.each(STOPPED)("$title", async ({ send }) => {
      const all = await paused();
      await expectRefusal(send(all), "PausingPaused", [all.until]);
    });
  });

  describe("never stops what narrows or repairs", () => {
    it.each(NEVER_STOPPED)("$title", async ({ send }) => {
      expect(await eventsOf(send(await paused()))).not.toEqual([]);
    });
  });

  describe("is over for", () => {
    it.each(STOPPED)("$title, when it was ended early", async ({ send }) => {
      const all = await paused();
      await all.admin.registry.write.unpause();
      expect(await eventsOf(send(all))).not.toEqual([]);
    });
  });

  it("leaves nothing out", () => {
    const functions = recordsAbi.flatMap((entry) =>
      entry.type === "function" && entry.stateMutability !== "view" ? [entry.name] : [],
    );
    expect(new Set(ALL.map((call) => call.function))).toEqual(new Set(functions));
  });

  it("ends by itself after 72 hours, to the second", async () => {
    const { patient, harbourDoctor, report, until } = await paused();
    expect(until).toBe((await now()) + PAUSE);
    await nextAt(until - 1n);
    await expectRefusal(patient.records.write.grantConsents([await consent(report, harbourDoctor)]), "PausingPaused", [
      until,
    ]);
    await goTo(until - 1n);
    await nextAt(until);
    await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);
  });

  it("changes nobody's reading", async () => {
    const { patient, doctor, harbourDoctor, otherPatient, pauser, chart, report } = await world();
    await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]);
    await pauser.registry.write.pause();
    const canRead = ({ address }: { address: `0x${string}` }) => patient.records.read.canRead([report, address]);
    for (const reader of [patient, doctor, harbourDoctor]) expect(await canRead(reader)).toBe(true);
    for (const other of [otherPatient, pauser]) expect(await canRead(other)).toBe(false);
  });
});
