import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { addOwn } from "./add-own.ts";
import { pdf, savedCopy, type PickedFile } from "./documents.ts";
import { explainFailure } from "./explain-failure.ts";
import { launchBrowser } from "./browser.ts";
import { button, field, goTo, heading, link, openPerson, read, see, type Person } from "./person.ts";
import { connect, unlock } from "./sign-up.ts";

const WHOLE = "Record of the spa town";
const LETTER = "Letter from the lake";

const MEDICINE = {
  resourceType: "MedicationStatement",
  status: "active",
  medicationCodeableConcept: { text: "Quince syrup" },
  subject: { reference: "urn:uuid:00000000-0000-4000-8000-000000000001" },
};
const VACCINE = {
  resourceType: "Immunization",
  status: "completed",
  vaccineCode: { text: "Against lake fever" },
  patient: { reference: "urn:uuid:00000000-0000-4000-8000-000000000001" },
  occurrenceDateTime: "2025-05-04",
};

/** A record with two sections, as another program saves it. */
const record: PickedFile = {
  name: "spa-town.json",
  mimeType: "application/json",
  buffer: Buffer.from(
    JSON.stringify({
      resourceType: "Bundle",
      type: "document",
      timestamp: "2025-06-01T10:00:00Z",
      entry: [
        {
          resource: {
            resourceType: "Composition",
            status: "final",
            type: { text: "Summary" },
            subject: MEDICINE.subject,
            date: "2025-06-01",
            title: "Summary of a stay",
            section: [
              section("Medicines", "10160-0", "urn:uuid:00000000-0000-4000-8000-000000000002"),
              section("Vaccinations", "11369-6", "urn:uuid:00000000-0000-4000-8000-000000000003"),
            ],
          },
        },
        {
          fullUrl: MEDICINE.subject.reference,
          resource: { resourceType: "Patient", name: [{ text: "Tomas Wetherby" }] },
        },
        { fullUrl: "urn:uuid:00000000-0000-4000-8000-000000000002", resource: MEDICINE },
        { fullUrl: "urn:uuid:00000000-0000-4000-8000-000000000003", resource: VACCINE },
      ],
    }),
  ),
};

function section(title: string, code: string, reference: string) {
  return { title, code: { coding: [{ system: "http://loinc.org", code }] }, entry: [{ reference }] };
}

describe("a record of another program", { timeout: 120_000 }, () => {
  let browser: Browser;
  let patient: Person;

  beforeAll(async () => {
    browser = await launchBrowser();
    patient = await openPerson(browser);
    await connect(patient, "I am a patient", "Tomas Wetherby");
    await goTo(patient.page, "Reports");
    await unlock(patient.page);
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await explainFailure(task.name, { patient });
  });

  it("is added as one report, exactly as it is", async () => {
    const { page } = patient;
    await addOwn(page, record, "other", WHOLE);
    await read(page, "Quince syrup");
    await read(page, "Against lake fever");
    expect(await savedCopy(page)).toEqual(record.buffer);
  });

  it("is taken apart into one report for each of its sections", async () => {
    const { page } = patient;
    await goTo(page, "Reports");
    await link(page, "Add your own").click();
    await choose(page, record);
    await page.getByRole("radio", { name: /^As 2 reports, one for each section/ }).check();
    const parts = page.getByRole("listitem").filter({ hasText: "1 entry" });
    await see(parts.filter({ hasText: "Medicines" }).filter({ hasText: "Prescription" }));
    await see(parts.filter({ hasText: "Vaccinations" }).filter({ hasText: "Vaccination · " }));
    // The record says itself of what day it is.
    expect(await field(page, "Date of the report").inputValue()).toBe("2025-06-01");
    await button(page, "Add all").click();

    const rows = page.getByRole("listitem").filter({ hasText: "Self-reported" });
    await see(rows.filter({ hasText: "Vaccinations" }).filter({ hasText: "1 Jun 2025" }));
    await link(page, "Medicines").click();
    await see(heading(page, "Medicines"));
    await read(page, "Quince syrup");
    expect(await page.getByText("Against lake fever").count()).toBe(0);
    expect(await heading(page, "Vaccinations").count()).toBe(0);
  });

  it("goes on to the next program in a patient summary, each entry once, beside the names of other reports", async () => {
    const { page } = patient;
    await addOwn(page, pdf, "letter", LETTER);
    await goTo(page, "Export and erase");
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save the summary").click()]);
    expect(download.suggestedFilename()).toBe("patient-summary.json");
    await read(page, /It holds \d+ entries of your health records and names \d+ other reports?\./);

    const { type, entry } = JSON.parse(await readFile(await download.path(), "utf8")) as Summary;
    expect(type).toBe("document");
    const [{ resource: composition }, { fullUrl: self, resource: subject }, ...others] = entry as [
      Entry,
      Entry,
      ...Entry[],
    ];
    expect(composition.type?.coding).toEqual([
      { system: "http://loinc.org", code: "60591-5", display: "Patient summary Document" },
    ]);
    // Who it is about: their own details here, not those of the record.
    expect(subject.resourceType).toBe("Patient");
    expect(JSON.stringify(subject)).toContain("Wetherby");
    // Each is there once, though it came in the whole record and in a part of it; and whom it is about is this patient.
    expect(others.filter(({ resource }) => JSON.stringify(resource).includes("Quince syrup"))).toEqual([
      { fullUrl: expect.anything(), resource: { ...MEDICINE, subject: { reference: self } } },
    ]);
    expect(others.filter(({ resource }) => JSON.stringify(resource).includes("Against lake fever"))).toEqual([
      { fullUrl: expect.anything(), resource: { ...VACCINE, patient: { reference: self } } },
    ]);
    const sections = new Map(sectionsOf(composition, others));
    expect([...sections.keys()].slice(0, 4)).toEqual([
      "Problems",
      "Allergies and intolerances",
      "Medicines",
      "Vaccinations",
    ]);
    expect(sections.get("Medicines")).toContainEqual(expect.objectContaining({ resourceType: "MedicationStatement" }));
    expect(sections.get("Vaccinations")).toEqual([expect.objectContaining({ resourceType: "Immunization" })]);
    expect(sections.get("Other documents")).toContainEqual(expect.objectContaining({ description: LETTER }));
    // What a section names is all there.
    expect([...sections.values()].flat()).not.toContain(undefined);
  });
});

interface Resource {
  readonly resourceType: string;
  readonly type?: { readonly coding: unknown };
  readonly section?: readonly { readonly title: string; readonly entry?: readonly { readonly reference: string }[] }[];
}

interface Entry {
  readonly fullUrl: string;
  readonly resource: Resource;
}

interface Summary {
  readonly type: string;
  readonly entry: readonly Entry[];
}

/** The title of each section, with what it names. */
function sectionsOf({ section = [] }: Resource, entries: readonly Entry[]) {
  return section.map(({ title, entry = [] }) => {
    const named = entry.map(({ reference }) => entries.find(({ fullUrl }) => fullUrl === reference)?.resource);
    return [title, named] as const;
  });
}

async function choose(page: Page, file: PickedFile): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(page, "Choose files").click()]);
  await chooser.setFiles(file);
}
