import type { Component } from "svelte";
import { render } from "svelte/server";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { m } from "#messages";
import { date, quantity } from "#lib/viewers/fhir/fhirValues.ts";
import { formatDate, inDays } from "./dates.ts";
import SharingState from "./SharingState.svelte";
import StatTile from "./StatTile.svelte";
import { timeLeft } from "./timeLeft.ts";
import TrendPlot from "./TrendPlot.svelte";

// Before anything is loaded: the language of a visit never changes.
vi.hoisted(() => vi.stubGlobal("localStorage", { getItem: () => "hi" }));

/** What a component says, as it is read: without its tags. */
function said(component: unknown, props: Record<string, unknown>): string {
  const { body } = render(component as Component<Record<string, unknown>>, { props });
  return body
    .replaceAll(/<!--.*?-->/gs, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

const at = new Date(2026, 11, 22, 14, 5);
const now = new Date(2026, 10, 20, 9).getTime();
const DAY = 86_400_000;

describe("Hindi", () => {
  // ICU of another version may write a narrow space where this one writes a plain one.
  beforeAll(() => expect(new Intl.NumberFormat("hi-IN").format(100_000)).toBe("1,00,000"));

  it.each([
    ["a number of reports, in lakhs", m.reports_list_count({ count: 1_234_567 }), "12,34,567 रिपोर्टें"],
    ["one report", m.reports_list_count({ count: 1 }), "1 रिपोर्ट"],
    // Unlike in English, nothing is counted like one.
    ["no report", m.reports_list_count({ count: 0 }), "0 रिपोर्ट"],
    ["two reports", m.reports_list_count({ count: 2 }), "2 रिपोर्टें"],
    ["some of many", m.reports_list_count_of({ count: 1_000, total: 250_000 }), "2,50,000 रिपोर्टों में से 1,000"],
    ["what is open so far", m.reports_list_opened({ count: 100, total: 10_000 }), "10,000 में से 100 रिपोर्टें खुल गईं"],
    [
      "two things in one sentence",
      m.patient_export_summary_holds({ taken: 1, named: 12 }),
      "इसमें आपके स्वास्थ्य रिकॉर्डों की 1 प्रविष्टि और 12 दूसरी रिपोर्टों के नाम हैं।",
    ],
  ])("counts %s", (_, written, expected) => {
    expect(written).toBe(expected);
  });

  it.each([
    ["day", "22 दिस॰ 2026"],
    ["short-day", "22 दिस॰"],
    ["long-day", "22 दिसंबर 2026"],
    ["month", "दिसंबर 2026"],
    ["time", "14:05"],
    ["moment", "22 दिस॰, 14:05"],
    ["until", "मंगलवार 22 दिसंबर 2026, 14:05"],
  ] as const)("writes a date as a %s", (form, expected) => {
    expect(formatDate(at, form, now)).toBe(expected);
  });

  it("says how far a day is, and how long something takes", () => {
    expect([0, 1, 3, -1].map((days) => inDays(now + days * DAY, now))).toEqual(["आज", "कल", "3 दिन में", "कल"]);
    expect(timeLeft(2 * 86_400 + 3_600)).toBe("2 दिन 1 घंटा");
    expect(timeLeft(2 * 3_600 + 60)).toBe("2 घंटे 1 मिनट");
  });

  it("writes what a laboratory measured with its own digits, and the day as it was written", () => {
    expect(quantity({ value: "1234567.10", unit: "/µL" })).toBe("12,34,567.10\u00a0/µL");
    expect(date("2026-11-12")).toBe("12 नव॰ 2026");
    expect(date("2026-11")).toBe("नव॰ 2026");
  });

  it("is what components say, numbers and dates in it", () => {
    expect(said(StatTile, { label: m.reports_reports(), value: 1_234_567 })).toBe("रिपोर्टें 12,34,567");
    const reader = { name: "Dr Lena Hallowell", until: at.getTime() };
    expect(said(SharingState, { readers: [reader], now })).toContain("22 दिस॰");
    expect(said(SharingState, { readers: [reader, { ...reader, name: "Dr Priya Marlowe" }], now })).toContain(
      "2 डॉक्टर",
    );
  });

  it("is what a plot is called by those who cannot see it", () => {
    const point = (value: number, when: string) => ({
      at: at.getTime() + value,
      when,
      day: when,
      value,
      written: `${value}`,
    });
    const { body } = render(TrendPlot, {
      props: { title: "HbA1c", unit: "%", points: [point(6, "नव॰ 2025"), point(7, "नव॰ 2026")], low: null, high: null },
    });
    expect(/aria-label="([^"]*)"/.exec(body)?.[1]).toBe("HbA1c, %: नव॰ 2025 को 6; नव॰ 2026 को 7।");
  });
});
