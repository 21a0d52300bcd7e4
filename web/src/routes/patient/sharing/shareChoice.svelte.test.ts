import { getAddress } from "viem";
import { describe, expect, it, vi } from "vitest";
import { plainPhrase } from "#components/phrase.ts";
import type { App } from "#lib/app.ts";
import type { Doctor } from "#lib/history/doctors.ts";
import type { ReportRow } from "#lib/history/rows.ts";
import type { PatientDesk } from "../patientDesk.svelte.ts";
import { ShareChoice } from "./shareChoice.svelte.ts";

const account = getAddress(`0x${"05".repeat(20)}`);
const doctor = { account, name: "Dr Lena Hallowell" } as unknown as Doctor;
const titles: Readonly<Record<string, string>> = { "0x01": "Tablets", "0x02": "Blood test", "0x03": "My details" };
const all = Object.keys(titles).map(
  (report) => ({ report, status: "LIVE", explicitOnly: report === "0x03" }) as unknown as ReportRow,
);

/** A share of all reports with Dr Hallowell, whose contract says that some were `stopped` with her; they can change meanwhile. */
function shareOfAll(
  stopped: Set<string>,
  { rows, closed = false }: { rows: ReportRow[]; closed?: boolean } = { rows: all },
) {
  const readContract = vi.fn(async ({ functionName, args }: { functionName: string; args: readonly string[] }) => {
    if (functionName === "consentOf") return [0n, 0, 2, stopped.has(args[0] ?? "")];
    if (functionName === "canRead") return false;
    throw new Error(`Nobody asks for ${functionName} before it is locked.`);
  });
  const [shared, told] = [vi.fn(), vi.fn()];
  const app = { network: {}, chain: { network: {}, client: { readContract } } } as unknown as App;
  const desk = {
    app,
    chart: "0xc1",
    titleOf: (report: string) => titles[report],
    openings: rows.map((row) => ({ row, metadata: closed ? null : {}, error: closed ? "damaged" : null })),
    readersOf: () => [],
    wayBack: { shared, told },
    reports: { value: { rows, consents: [], standing: [] } },
  } as unknown as PatientDesk;
  const choice = new ShareChoice(desk);
  choice.doctors.value = [doctor];
  choice.grantee = account;
  choice.scope = "all";
  return { choice, shared, told };
}

describe("a share of all reports", () => {
  it("says which it does not cover: those stopped by themselves with that doctor, and those kept for explicit sharing", async () => {
    const { choice } = shareOfAll(new Set(["0x01"]));
    await choice.readExceptions();
    expect(choice.exceptions.value?.map(({ row, why }) => [row.report, why])).toEqual([
      ["0x01", "stopped"],
      ["0x03", "explicit"],
    ]);
    expect(plainPhrase(choice.say)).toContain("but for Tablets and My details and what is added for explicit sharing");
    expect(choice.done).toBe(
      "Dr Lena Hallowell can read all your reports but Tablets and My details now, and those added later.",
    );
  });

  it("is not signed once it covers less than was said", async () => {
    const stopped = new Set<string>();
    const { choice } = shareOfAll(stopped);
    await choice.readExceptions();
    stopped.add("0x01");
    expect(await choice.share()).toBe(false);
    expect(choice.acting.flow.error).toMatchObject({
      message: expect.stringContaining("This covers less than was said"),
    });
    expect(plainPhrase(choice.say)).toContain("Tablets");
  });

  it("is followed, if the patient wants, by a share of what it did not cover", async () => {
    const { choice } = shareOfAll(new Set(["0x01"]));
    await choice.readExceptions();
    choice.goOnWithExceptions();
    expect([choice.scope, choice.chosen]).toEqual(["chosen", ["0x01", "0x03"]]);
  });
});

describe("what was shared", () => {
  /** Nothing is sent: the wallet says no, and what was asked for is told all the same. */
  const tell = async (begin: (choice: ShareChoice) => void) => {
    const { choice, shared, told } = shareOfAll(new Set());
    begin(choice);
    await choice.share();
    choice.tell();
    return [...shared.mock.calls, ...told.mock.calls];
  };

  it("is told with a way back where it is one report", async () => {
    expect(await tell((choice) => Object.assign(choice, { scope: "chosen", chosen: ["0x01"] }))).toEqual([
      ["0x01", doctor],
    ]);
  });

  it("is told without one where it is several, or all", async () => {
    expect(await tell((choice) => Object.assign(choice, { scope: "chosen", chosen: ["0x01", "0x02"] }))).toEqual([
      ["Dr Lena Hallowell can read 2 reports now."],
    ]);
    expect(await tell(() => {})).toEqual([
      ["Dr Lena Hallowell can read all your reports but My details now, and those added later."],
    ]);
  });
});

describe("the choice of single reports", () => {
  const chosenFrom = (rows: ReportRow[], closed = false) => {
    const { choice } = shareOfAll(new Set(), { rows, closed });
    choice.scope = "chosen";
    choice.checked = true;
    return [choice.nothingToChoose, choice.reportsError];
  };

  it("says when there is none to choose, and what covers those that come", () => {
    expect(chosenFrom([])).toEqual([
      "There are no reports in your chart yet. “All reports, now and later” covers those that come.",
      "There is no report to choose here.",
    ]);
  });

  it("says when none could be opened, which is not the same as none", () => {
    expect(chosenFrom(all, true)[0]).toMatch(/^None of your reports could be opened here/);
    expect(chosenFrom(all)).toEqual([null, "Choose at least one report."]);
  });
});
