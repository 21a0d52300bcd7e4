import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { describe, expect, it } from "vitest";
import type { ReportRow } from "#lib/history/rows.ts";
import { ownDetails, type Opening } from "./ownDetails.ts";

const away = new Error("The storage did not answer.");
const row = (author: "patient" | "doctor") => ({ doctor: author === "patient" ? null : {} }) as ReportRow;
const opened = (type: ReportMetadata["type"], author: "patient" | "doctor" = "patient"): Opening => ({
  row: row(author),
  metadata: { type } as ReportMetadata,
  error: null,
});
const closed = (author: "patient" | "doctor" = "patient"): Opening => ({
  row: row(author),
  metadata: null,
  error: away,
});
const opening = (): Opening => ({ row: row("patient"), metadata: null, error: null });

describe("a patient's own details", () => {
  it("are saved when one of their reports says so", () => {
    const details = opened("profile");
    expect(ownDetails([opened("imaging"), details])).toEqual({ state: "saved", row: details.row, newer: null });
  });

  it("are none when everything they added was opened and is something else", () => {
    expect(ownDetails([])).toEqual({ state: "none" });
    expect(ownDetails([opened("imaging"), closed("doctor")])).toEqual({ state: "none" });
  });

  it("are not known while something they added cannot be opened", () => {
    expect(ownDetails([opened("imaging"), closed()])).toEqual({ state: "unknown", error: away });
  });

  it("are not known yet while something they added is being opened", () => {
    expect(ownDetails([closed(), opening()])).toEqual({ state: "opening" });
  });

  it("are not taken for the newest while something added later cannot be opened", () => {
    const details = opened("profile");
    expect(ownDetails([closed(), details, opened("profile")])).toEqual({
      state: "saved",
      row: details.row,
      newer: away,
    });
  });
});
