import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import type { Page } from "playwright-core";
import { DEMO_INDEX } from "../../seed/people.ts";
import { privateKeyToAccount } from "viem/accounts";
import { demoPrivateKey } from "../../local/demo-private-key.ts";
import { addOwn } from "../../test/e2e/add-own.ts";
import type { PickedFile } from "../../test/e2e/documents.ts";
import { launchBrowser } from "../../test/e2e/browser.ts";
import { button, heading, link, openPerson, read, see } from "../../test/e2e/person.ts";
import { connect, unlock } from "../../test/e2e/sign-up.ts";
import { publicClient, stack } from "../../test/e2e/stack.ts";

const DOCTOR = "Dr Lena Hallowell";
const LARGE = "A long letter";
/** Bytes. */
const ONE_MB = 1_000_000;
/** How often the large one is opened, each time in a page that was just loaded. */
const OPENINGS = 5;
/** Milliseconds between two looks at the chain. */
const LOOK = 20;

/**
 * Shares reports with a doctor who looks at their list meanwhile, and then has the doctor open the largest.
 *
 * @returns Milliseconds: `shares` from when the chain has the share until the doctor's list shows its title, `opens` from asking
 *   for a report of 1 MB, keys unlocked, until its first page is drawn.
 */
export async function measureSharing(): Promise<{ readonly shares: number[]; readonly opens: number[] }> {
  const browser = await launchBrowser();
  try {
    const patient = await openPerson(browser);
    await connect(patient, "I am a patient", "Anjali Fernhill");
    await unlock(patient.page);
    await addOwn(patient.page, largePdf(), "letter", LARGE);

    const doctor = await openPerson(browser);
    await connect(doctor, "I am a doctor", DOCTOR);
    await unlock(doctor.page);
    await see(heading(doctor.page, "Shared with me"));

    const shares: number[] = [];
    for (const title of ["Metformin and atorvastatin", "Heart tracing (ECG)", LARGE]) {
      shares.push(await share(patient.page, doctor.page, title));
    }
    const opens: number[] = [];
    for (let opening = 0; opening < OPENINGS; opening++) opens.push(await open(doctor.page));
    return { shares, opens };
  } finally {
    await browser.close();
  }
}

async function share(patient: Page, doctor: Page, title: string): Promise<number> {
  await link(patient, "Reports").first().click();
  await link(patient, title).click();
  await button(patient, "Share").click();
  const dialog = patient.getByRole("dialog");
  await dialog.getByRole("radio", { name: new RegExp(DOCTOR) }).check();
  await dialog.getByRole("radio", { name: "7 days" }).check();
  await dialog.getByLabel("What for?").selectOption("To treat you");

  const before = await grants();
  const [visible, onChain] = await Promise.all([
    whenSeen(doctor, "a", title),
    whenGranted(before),
    button(dialog, "Share").click(),
  ]);
  await read(dialog, `${DOCTOR} can read ${title} now.`);
  await button(dialog, "Done").click();
  return visible - onChain;
}

/** When the chain was first seen to hold one more share with the doctor than `before`. */
async function whenGranted(before: number): Promise<number> {
  while ((await grants()) <= before) await sleep(LOOK);
  return performance.now();
}

/** How many shares of a report with the doctor the chain holds. */
async function grants(): Promise<number> {
  const { address: grantee } = privateKeyToAccount(demoPrivateKey(DEMO_INDEX.drHallowell));
  const eventName = "ConsentGranted";
  const granted = { address: stack.records, abi: recordsAbi, eventName, args: { grantee }, fromBlock: 0n } as const;
  return (await publicClient.getContractEvents(granted)).length;
}

async function open(doctor: Page): Promise<number> {
  await doctor.goto(`${stack.webOrigin}/doctor/shared`);
  await unlock(doctor);
  // In a doctor's lists a title is followed by its date.
  const title = doctor.getByRole("link", { name: LARGE }).first();
  await title.waitFor();
  const begin = performance.now();
  const [drawn] = await Promise.all([whenSeen(doctor, "canvas.drawn", ""), title.click()]);
  return drawn - begin;
}

/** When an element with this text is first to be seen. Looks at every frame: a locator that waits looks twice a second. */
async function whenSeen(page: Page, selector: string, text: string): Promise<number> {
  await page.waitForFunction(
    ([wanted, words]) =>
      [...document.querySelectorAll(wanted)].some(
        (element) => element.checkVisibility() && element.textContent.includes(words),
      ),
    [selector, text] as const,
    { polling: "raf" },
  );
  return performance.now();
}

/** One of the demo's documents, made large by what readers ignore behind its end and nothing can compress. */
function largePdf(): PickedFile {
  const small = readFileSync(new URL("../../seed/documents/blood-test.pdf", import.meta.url));
  const filling = randomBytes(ONE_MB).toString("base64").slice(small.length, ONE_MB);
  // The end once more, which says where the parts are: without it a PDF is refused as cut short.
  const end = small.subarray(small.lastIndexOf("startxref"));
  const buffer = Buffer.concat([small, Buffer.from(`\n% ${filling}\n`), end]);
  return { name: "letter.pdf", mimeType: "application/pdf", buffer };
}
