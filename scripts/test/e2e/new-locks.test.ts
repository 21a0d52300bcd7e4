import type { Browser, Page } from "playwright-core";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { bytesToHex, hexToBytes, size, type Hex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { leafHash, merkleRoot } from "@chartkey/protocol/commitment";
import { parsePayload, PART_SIZE } from "@chartkey/protocol/payload-format";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEMO_INDEX, DEMO_MNEMONIC } from "../../seed/people.ts";
import { addOwn } from "./add-own.ts";
import { canRead } from "./can-read.ts";
import { launchBrowser } from "./browser.ts";
import { pdf, savedCopy, sha256 } from "./documents.ts";
import { explainFailure } from "./explain-failure.ts";
import { button, field, goTo, heading, link, openPerson, read, see, type Person } from "./person.ts";
import { readZip } from "./read-zip.ts";
import { connect, finishNewLock, unlock } from "./sign-up.ts";
import { publicClient, stack } from "./stack.ts";
import { stored } from "./stored.ts";

const HALLOWELL = "Dr Lena Hallowell";
const MARLOWE = "Dr Priya Marlowe";
const TITLE = "Hearing test in both ears";
const REMARK = "The left ear again in half a year.";

const account = (index: number) => mnemonicToAccount(DEMO_MNEMONIC, { addressIndex: index }).address;

type Proofs = {
  report: Hex;
  versions: { file: string; commitment: Hex; metadata: string; blinding: Hex }[];
};

/** As the specification says it, from what an export holds. */
async function commitmentOf({ metadata, blinding }: Proofs["versions"][0], document: Buffer): Promise<Hex> {
  const secret = hexToBytes(blinding) as Uint8Array<ArrayBuffer>;
  const contents = [new TextEncoder().encode(metadata)];
  for (let from = 0; from < document.length; from += PART_SIZE) {
    contents.push(new Uint8Array(document.subarray(from, from + PART_SIZE)));
  }
  return bytesToHex(merkleRoot(await Promise.all(contents.map((content, index) => leafHash(secret, index, content)))));
}

describe("new locks", { timeout: 180_000 }, () => {
  let browser: Browser;
  let people: Record<"patient" | "hallowell" | "marlowe", Person>;
  let report: Hex;

  beforeAll(async () => {
    browser = await launchBrowser();
    const [patient, hallowell, marlowe] = await Promise.all([
      openPerson(browser),
      openPerson(browser),
      openPerson(browser),
    ]);
    people = { patient, hallowell, marlowe };
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await explainFailure(task.name, people);
  });

  it("shares a report with two doctors, one of whom writes a remark", async () => {
    const { page } = people.patient;
    await connect(people.patient, "I am a patient", "Anjali Fernhill");
    await unlock(page);
    report = await addOwn(page, pdf, "letter", TITLE);
    await share(page, HALLOWELL);
    await share(page, MARLOWE);

    const doctor = people.hallowell.page;
    await connect(people.hallowell, "I am a doctor", HALLOWELL);
    await unlock(doctor);
    await link(doctor, new RegExp(`^${TITLE}`))
      .first()
      .click();
    await field(doctor, "Add a remark").fill(REMARK);
    await button(doctor, "Add remark").click();
    await read(doctor, REMARK);
    await read(page, REMARK);
  });

  it("stops with one at once and puts a new lock on, though the page is reloaded in between", async () => {
    const { page, context } = people.patient;
    await button(page, `Stop sharing with ${HALLOWELL}`).click();
    // The storage does not answer: the stop does not wait for it.
    await context.route(`${stack.gatewayUrl}/**`, () => {});
    await button(page.getByRole("alertdialog"), "Stop sharing").click();
    await read(page, "Dr Hallowell was cut off at");
    expect(await canRead(report, account(DEMO_INDEX.drHallowell))).toBe(false);
    expect(await epoch()).toBe(1);
    await context.unroute(`${stack.gatewayUrl}/**`);
    await page.reload();

    await unlock(page);
    await read(page, "A new lock for this report was begun and is not finished.");
    await button(page, "Go on…").click();
    const dialog = page.getByRole("dialog");
    await button(dialog, "Put on a new lock").click();
    await read(dialog, "The new lock is on.");
    await button(dialog, "Done").click();
    expect(await epoch()).toBe(2);
    await read(page, REMARK);
    await read(page, "Unchanged since signed");
    expect(sha256(await savedCopy(page))).toBe(sha256(pdf.buffer));
  });

  it("keeps the other doctor's access, to the report and to the remark", async () => {
    const { page } = people.marlowe;
    await connect(people.marlowe, "I am a doctor", MARLOWE);
    await unlock(page);
    await link(page, new RegExp(`^${TITLE}`))
      .first()
      .click();
    expect(sha256(await savedCopy(page))).toBe(sha256(pdf.buffer));
    await read(page, REMARK);
    await read(people.hallowell.page, "You cannot read this report");
  });

  it("stops and locks anew in one flow", async () => {
    const { page } = people.patient;
    await button(page, `Stop sharing with ${MARLOWE}`).click();
    await button(page.getByRole("alertdialog"), "Stop sharing").click();
    await finishNewLock(page);
    expect([await canRead(report, account(DEMO_INDEX.drMarlowe)), await epoch()]).toEqual([false, 3]);
    await read(page, REMARK);
  });

  it("takes everything away in one archive that opens offline", async () => {
    const { page } = people.patient;
    await goTo(page, "Export and erase");
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Export everything").click()]);
    expect(download.suggestedFilename()).toBe("my-chart.zip");
    const files = readZip(await readFile(await download.path()));
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(["index.html", "proofs.json", "consents.json", "history.json", "fhir/documents.json"]),
    );
    const documents = [...files].filter(([, bytes]) => sha256(bytes) === sha256(pdf.buffer));
    expect(documents.length).toBeGreaterThan(0);

    const { reports } = JSON.parse(files.get("proofs.json")!.toString()) as { reports: Proofs[] };
    const proof = reports.find((each) => each.report === report)!.versions[0]!;
    expect(await commitmentOf(proof, files.get(proof.file)!)).toBe(proof.commitment);

    const offline = await browser.newContext({ offline: true });
    const shown = await offline.newPage();
    const folder = mkdtempSync(path.join(tmpdir(), "export-"));
    writeFileSync(path.join(folder, "index.html"), files.get("index.html")!);
    await shown.goto(pathToFileURL(path.join(folder, "index.html")).href);
    await see(heading(shown, TITLE));
    await read(shown, REMARK);
    await offline.close();
    rmSync(folder, { recursive: true });
  });

  it("erases a report from the storage and gives a receipt that lists what stays on the public record", async () => {
    const { page } = people.patient;
    const blobs = await storedOfReport();
    const left = async () => (await Promise.all(blobs.map(stored))).filter((blob) => blob !== null).length;
    expect(await left()).toBe(blobs.length);
    await goTo(page, "Reports");
    await link(page, TITLE).first().click();
    await button(page, "Erase this report…").click();
    const dialog = page.getByRole("alertdialog");
    await field(dialog, "Type “erase” to go on").fill("erase");
    await button(dialog, "Erase").click();
    await see(heading(page, "You erased this report"));
    if (await dialog.isVisible()) await button(dialog, "Keep it").click();
    await see(heading(page, "Receipt"));
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save the receipt").click()]);
    const receipt = (await readFile(await download.path())).toString();
    expect(receipt).toContain(report);
    expect(receipt).toMatch(/erased report/);
    expect(receipt).not.toContain(TITLE);
    expect(await canRead(report, account(DEMO_INDEX.anjali))).toBe(false);
    await expect.poll(left).toBe(0);
  });

  it("keeps the page itself for when there is no network, and nothing that anybody opened", async () => {
    const person = await openPerson(browser, null, { keepsShell: true });
    const { page, context } = person;
    // Whoever only looks fetches the first page and no more.
    await page.goto(stack.webOrigin);
    await page.evaluate(() => navigator.serviceWorker.ready);
    expect((await cached(page)).map(({ path: each }) => each).sort()).toEqual(["/", "/chartkey.json"]);
    await connect(person, "I am a patient", "Anjali Fernhill");
    await unlock(page);
    await see(link(page, "Metformin and atorvastatin"));
    await link(page, "Metformin and atorvastatin").click();
    await read(page, "Metformin 500 mg tablets");
    await page.evaluate(() => navigator.serviceWorker.ready);
    await expect.poll(async () => (await cached(page)).length, { timeout: 60_000 }).toBeGreaterThan(20);
    const kept = await cached(page);
    const other = kept.filter(
      ({ path: each }) => !/^\/_app\/immutable\/|^\/(chartkey\.json|icon\.svg|manifest\.webmanifest)?$/.test(each),
    );
    expect(other).toEqual([]);
    // Letters of a language that nobody reads here are not fetched for nothing.
    expect(kept.filter(({ path: each }) => each.includes("devanagari"))).toEqual([]);
    expect(
      kept.filter(
        ({ text }) => text.includes("Metformin 500 mg tablets") || text.includes("Metformin and atorvastatin"),
      ),
    ).toEqual([]);

    // Another program shares a file, as a form that it sends. The page's own forms are sent nowhere.
    const sharing = await context.newPage();
    await sharing.setContent(
      `<form method="post" enctype="multipart/form-data" action="${new URL("/share", page.url()).href}">
        <input type="file" name="files"><button>Share</button></form>`,
    );
    const buffer = Buffer.from("Dear Anjali, all is well.");
    await sharing.locator("input").setInputFiles({ name: "Letter home.txt", mimeType: "text/plain", buffer });
    await button(sharing, "Share").click();
    await read(sharing, "Letter home.txt");
    await link(sharing, "Mine: add it to my chart").click();
    await button(sharing, /Anjali Fernhill/).click();
    await unlock(sharing);
    await see(field(sharing, "Title"));
    await expect.poll(() => field(sharing, "Title").inputValue()).toBe("Letter home");
    expect((await cached(sharing)).filter(({ text }) => text.includes("all is well"))).toEqual([]);
    await sharing.close();

    await context.setOffline(true);
    await page.reload();
    await see(page.getByRole("link", { name: "Chartkey" }));
    await context.close();
  });

  /** Everything that the browser keeps for the page by its service worker. */
  function cached(page: Page): Promise<{ path: string; text: string }[]> {
    return page.evaluate(async () => {
      const found: { path: string; text: string }[] = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          const { pathname } = new URL(request.url);
          found.push({ path: pathname, text: (await (await cache.match(request))?.text()) ?? "" });
        }
      }
      return found;
    });
  }

  async function share(page: Page, doctor: string): Promise<void> {
    await button(page, "Share").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: new RegExp(doctor) }).check();
    await dialog.getByRole("radio", { name: "1 year" }).check();
    await button(dialog, "Share").click();
    await read(dialog, `${doctor} can read ${TITLE} now.`);
    await button(dialog, "Done").click();
  }

  /** SHA-256 of all that the store has of the report: heads, the parts that they name, and bundles of capsules. */
  async function storedOfReport(): Promise<Hex[]> {
    const events = { address: stack.records, abi: recordsAbi, fromBlock: 0n, strict: true } as const;
    const logs = (await publicClient.getContractEvents(events)).map(({ args }) => args);
    const own = logs.filter((args) => "report" in args && args.report === report);
    const bundles = own.flatMap((args) => ("capsules" in args && size(args.capsules) === 32 ? [args.capsules] : []));
    const payloads = own.flatMap((args) =>
      "payloads" in args ? args.payloads : "payload" in args ? [args.payload] : [],
    );
    // Those of former locks are gone already.
    const heads = (await Promise.all(payloads.map(stored))).filter((head) => head !== null);
    const parts = heads.flatMap((head) => parsePayload(head).partDigests.map((part) => bytesToHex(part)));
    expect(parts).not.toEqual([]);
    const held = await Promise.all([...payloads, ...bundles].map(async (digest) => (await stored(digest)) && digest));
    return [...held.filter((digest) => digest !== null), ...parts];
  }

  async function epoch(): Promise<number> {
    const [, current] = await publicClient.readContract({
      address: stack.records,
      abi: recordsAbi,
      functionName: "reportOf",
      args: [report],
    });
    return current;
  }
});
