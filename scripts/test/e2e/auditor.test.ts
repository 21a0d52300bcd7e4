import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { concat, toHex } from "viem";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { doctorRole } from "@chartkey/protocol/role-id";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEMO_INDEX, HOSPITALS } from "../../seed/people.ts";
import { attested } from "./attested.ts";
import { launchBrowser } from "./browser.ts";
import { explainFailure } from "./explain-failure.ts";
import { honestServers, lyingIndex } from "./lying-servers.ts";
import { button, field, heading, link, openPerson, read, see, type Person } from "./person.ts";
import { passTime, publicClient, stack } from "./stack.ts";
import { account, registry } from "./without-page.ts";

const [, HARBOUR] = HOSPITALS;
const DAY = 86_400n;

describe("an auditor, who has no wallet and trusts nobody", { timeout: 120_000 }, () => {
  let browser: Browser;
  let person: Person;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await explainFailure(task.name, { person });
    await person.context.close();
  });

  it("rebuilds everything from the events, and finds that nothing differs", async () => {
    person = await openPerson(browser);
    const { page } = person;
    await page.goto(`${stack.webOrigin}/audit/check`);
    await button(page, "Check everything").click();
    await page.getByText("Nothing differs.").waitFor({ timeout: 90_000 });
    expect(await page.getByText("What differs").count()).toBe(0);
  });

  it("is told which one field of an index is wrong, and shown the transaction that says otherwise", async () => {
    person = await openPerson(browser);
    const { page, context } = person;
    const [published] = await publicClient.getContractEvents({
      address: stack.registry,
      abi: registryAbi,
      eventName: "KeyPublished",
      args: { account: account(DEMO_INDEX.drHallowell).address, version: 1 },
      fromBlock: 0n,
      strict: true,
    });
    const { args, blockNumber, transactionHash } = published!;
    const key = concat([args.account, toHex(args.version, { size: 4 })]).toLowerCase();
    const invented = account(DEMO_INDEX.newDoctor).address.toLowerCase();
    await lyingIndex(context, (data) => {
      const keys = data["keys"] as { id: string }[] | undefined;
      const swapped = keys?.map((each) => (each.id === key ? { ...each, encryptionAddress: invented } : each));
      return swapped ? { ...data, keys: swapped } : data;
    });
    await page.goto(`${stack.webOrigin}/audit/check`);
    await button(page, "Check everything").click();
    await page.getByText("One thing is not as it should be.").waitFor({ timeout: 90_000 });
    const said = `the index says encryptionAddress is ${invented}, the logs say ${args.encryptionAddress.toLowerCase()}`;
    const found = page
      .getByRole("table")
      .getByRole("row")
      .filter({ hasText: `Key ${key}: ${said}.` });
    await link(found, new RegExp(`^${blockNumber.toLocaleString("en")}, on the public record`)).click();
    await page.waitForURL(`${stack.webOrigin}/log/${transactionHash}`);
    await read(page, "KeyPublished");
    await read(page, args.encryptionAddress);
    await honestServers(context);
  });

  it("sees who held which role once a block had happened, and is told of a block that has not been", async () => {
    person = await openPerson(browser);
    const { page } = person;
    await page.goto(`${stack.webOrigin}/audit/roles?block=0`);
    await read(page, "Nobody held such a role then");

    await field(page, "At block").fill("999999999");
    await button(page, "Show").click();
    await read(page, "There is no block 999999999 yet; the newest is");

    await button(page, "Now").click();
    await see(heading(page, "Now"));
    await read(page, "registrar of Northfield Hospital");
  });

  it("narrows the timeline to one account, and saves exactly what is shown, in each of three forms", async () => {
    person = await openPerson(browser);
    const { page } = person;
    const patient = account(DEMO_INDEX.anjali).address;
    await page.goto(`${stack.webOrigin}/audit/timeline`);
    await page.getByText("Account, report, event, date").click();
    await field(page, "Account").fill("0x12");
    await button(page, "Show these events").click();
    await read(page, /^An account is 0x and 40 digits/);
    await field(page, "Account").fill(patient);
    await field(page, "Event").selectOption("ReportAdded");
    await button(page, "Show these events").click();
    await page.locator("[data-event]:not([data-event=ReportAdded])").first().waitFor({ state: "detached" });
    await see(heading(page, "Save what is shown"));

    const shown = await page
      .getByRole("table")
      .getByRole("link", { name: /on the public record/ })
      .evaluateAll((links) => links.map((row) => row.getAttribute("href")));
    expect(shown.length).toBeGreaterThan(0);

    const saved = async (form: string) => {
      const download = page.waitForEvent("download");
      await button(page, `Save as ${form}`).click();
      return readFile(await (await download).path(), "utf8");
    };
    const rows = (await saved("NDJSON")).trimEnd().split("\n");
    const events = rows.map((row) => JSON.parse(row) as { event: string; holder: string; transaction: string });
    expect(events.map(({ transaction }) => `/log/${transaction}`)).toEqual(shown);
    expect(events.every(({ event, holder }) => event === "ReportAdded" && holder === patient)).toBe(true);

    const [head, ...lines] = (await saved("CSV")).trimEnd().split("\r\n");
    expect(head).toContain("transaction");
    expect(lines).toHaveLength(shown.length);

    const { entry } = JSON.parse(await saved("FHIR")) as { entry: { resource: { resourceType: string } }[] };
    const kinds = entry.map(({ resource }) => resource.resourceType);
    expect(kinds.filter((kind) => kind === "AuditEvent")).toHaveLength(shown.length);
    expect(kinds.filter((kind) => kind === "Provenance")).toHaveLength(shown.length);
  });

  it("finds that duties are kept apart", async () => {
    person = await openPerson(browser);
    const { page } = person;
    await page.goto(`${stack.webOrigin}/audit/duties`);
    await see(heading(page, "Duties kept apart"));
    expect(await page.getByText("Nobody found").count()).toBe(4);
  });

  it("sees whose verification ends soon, and who is appointed though it is over", async () => {
    const doctors = [];
    for (const [name, seconds] of [
      ["Dr Ends Shortly", 10n * DAY],
      ["Dr Ended Already", 60n],
    ] as const) {
      const doctor = await attested(account(DEMO_INDEX.attester), name, seconds);
      await registry(DEMO_INDEX.registrarHarbour, "grantRole", [doctorRole(HARBOUR.id), doctor]);
      doctors.push(doctor);
    }
    await passTime(61);
    person = await openPerson(browser);
    const { page } = person;
    await page.goto(`${stack.webOrigin}/audit/duties`);
    const listed = (title: string) => page.locator(".card").filter({ has: heading(page, title) });
    await read(listed("Verified for 30 days or less"), "Dr Ends Shortly");
    await read(listed("Appointed, though the verification is over"), "Dr Ended Already");
    for (const doctor of doctors) {
      await registry(DEMO_INDEX.registrarHarbour, "revokeRole", [doctorRole(HARBOUR.id), doctor]);
    }
  });
});
