import type { Page } from "playwright-core";
import { button, heading, read, see } from "./person.ts";

/** Where a number stands in the text of the auditor's first page, or in the sentence that describes a plot. */
const TOTALS = {
  consentsGiven: /^Consents given\s+([\d,]+)$/m,
  consentsEnded: /([\d,]+) ended by patients/,
  consentsUsed: /([\d,]+) remarks by readers/,
  reports: /^Reports\s+([\d,]+)$/m,
  doctors: /^Doctors in office\s+([\d,]+)$/m,
  doctorsWaiting: /([\d,]+) waiting to be appointed/,
  doctorsEnded: /lapsed, ([\d,]+) ended/,
  patients: /^Patients\s+([\d,]+)$/m,
  accounts: /^of ([\d,]+) accounts/m,
  inForce: /([\d,]+) consents? (?:was|were) in force on/,
} as const;

/** The plots, and what each counts in this order. */
const PLOTS = {
  "Consents per day": ["consentsGiven", "consentsEnded"],
  "Remarks by readers per day": ["consentsUsed"],
  "Reports per day": ["reports", "requests"],
  "New accounts per day": ["accounts", "patients"],
  "Doctors verified per day": ["doctors"],
} as const;

type Figures = Record<string, number>;

/** The public record in numbers, as the auditor's first page shows them. */
export interface RecordFigures {
  /** Of all time. */
  readonly totals: Figures;
  /** Of the last days: as the tables under the plots have it, and as the sentences say that stand for them. */
  readonly days: Figures;
  readonly said: Figures;
  /** Plots in which other days have a bar than in the table. */
  readonly misdrawn: readonly string[];
}

/** Takes down all numbers of the auditor's first page, which is open. */
export async function recordFigures(page: Page): Promise<RecordFigures> {
  const numbers = page.getByRole("region", { name: "In numbers" });
  await button(numbers, "Count consents in force").click();
  await read(numbers, TOTALS.inForce);
  const text = await numbers.innerText();
  const totals = Object.entries(TOTALS).map(([what, pattern]) => [what, numberOf(pattern.exec(text)?.[1])] as const);

  const days: Figures = {};
  const said: Figures = {};
  const misdrawn: string[] = [];
  for (const [title, counted] of Object.entries(PLOTS)) {
    const plot = page.getByRole("figure").filter({ has: heading(page, title) });
    await plot.getByText("Show these numbers as a table").click();
    await see(plot.getByRole("table"));
    const rows = await plot
      .getByRole("row")
      .evaluateAll((all) =>
        all.map((row) => [...row.querySelectorAll("td")].map(({ textContent }) => textContent ?? "")),
      );
    const columns = counted.map((_, index) => rows.map((cells) => numberOf(cells.at(index - counted.length) ?? "0")));
    const sentence = (await plot.getByRole("img").getAttribute("aria-label"))!;
    const told = sentence.slice(sentence.lastIndexOf(":")).match(/\d[\d,]*/g);
    for (const [index, what] of counted.entries()) {
      days[what] = columns[index]!.reduce((sum, each) => sum + each, 0);
      said[what] = numberOf(told?.[index]);
    }
    const drawn = await plot.getByRole("img").locator("rect").count();
    if (drawn !== columns.flat().filter((each) => each > 0).length) misdrawn.push(title);
  }
  return { totals: Object.fromEntries(totals), days, said, misdrawn };
}

/** What was added from one to the other. */
export function addedTo(before: Figures, after: Figures): Figures {
  return Object.fromEntries(Object.entries(after).map(([what, count]) => [what, count - before[what]!]));
}

/** @throws if there is none: a test that compares nothing with nothing finds nothing. */
function numberOf(written: string | undefined): number {
  if (written === undefined) throw new Error("A number is missing on the page.");
  return Number(written.replaceAll(",", ""));
}
