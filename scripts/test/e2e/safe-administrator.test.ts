import type { Browser, Page } from "playwright-core";
import { zeroAddress, type Address } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { cardCodeOf } from "@chartkey/protocol/card-code";
import { chartIdOf } from "@chartkey/protocol/chart";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { doctorRole } from "@chartkey/protocol/role-id";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEMO_INDEX, HOSPITALS } from "../../seed/people.ts";
import { type DeployedSafe, deploySafe, executeFile } from "../safe/deployed-safe.ts";
import { attested } from "./attested.ts";
import { launchBrowser } from "./browser.ts";
import { explainFailure } from "./explain-failure.ts";
import { giveList } from "./give-list.ts";
import { button, field, goTo, heading, openPerson, read, see, type Person } from "./person.ts";
import { savedForSafe } from "./saved-for-safe.ts";
import { connect } from "./sign-up.ts";
import { fund, passTime, publicClient, stack } from "./stack.ts";
import { account, registry } from "./without-page.ts";

/** Seconds that a handover waits here: short, because the codes of other tests are signed by a clock that does not move. */
const WAIT = 600;

/** Seconds for which a doctor is verified. */
const YEAR = 365n * 86_400n;

const [NORTHFIELD] = HOSPITALS;
/** Anjali's, whom Northfield takes care of. */
const chart = chartIdOf(stack, account(DEMO_INDEX.anjali).address);

describe("a Safe as the administrator of the network", { timeout: 120_000 }, () => {
  let browser: Browser;
  let safe: DeployedSafe;
  let people: Record<"admin" | "owner" | "safe", Person>;
  let doctors: Address[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    const ownerKey = generatePrivateKey();
    const owner = privateKeyToAccount(ownerKey);
    await fund(owner.address);
    safe = await deploySafe(stack.rpcUrl, owner);
    people = {
      admin: await openPerson(browser),
      owner: await openPerson(browser, ownerKey),
      safe: await openPerson(browser, ownerKey, { safe }),
    };
    await registry(DEMO_INDEX.defaultAdmin, "changeDefaultAdminDelay", [WAIT]);
    await passTime(WAIT + 1);
  });
  afterAll(async () => {
    await browser?.close();
    // Nothing is left that would ask the patient of other tests something.
    for (const { args } of await assignments()) {
      await registry(DEMO_INDEX.registrarNorthfield, "endAssignment", [args.chart, args.doctor, args.hospital]);
    }
    await registry(DEMO_INDEX.defaultAdmin, "changeDefaultAdminDelay", [0]);
    await passTime(WAIT + 1);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await explainFailure(task.name, people);
  });

  it("is handed the network, which an owner lets it accept by a file after the wait, and not before", async () => {
    const { page } = people.admin;
    await connect(people.admin, "I am an administrator", "Administrator of the network");
    await beginHandover(page, safe.address);
    await button(page.getByRole("alertdialog"), "Begin handover").click();
    await read(page, `The network is to be handed over to ${safe.address}.`);

    const owner = people.owner.page;
    await connect(people.owner, "I am an administrator");
    await field(owner, "Address of the Safe").fill(account(DEMO_INDEX.pauser).address);
    await button(owner, "Prepare for this Safe").click();
    await read(owner, /^There is no Safe at this address/);
    await field(owner, "Address of the Safe").fill(safe.address);
    await button(owner, "Prepare for this Safe").click();
    await read(owner, /^You prepare steps for the Safe/);
    await goTo(owner, "Network");
    await read(owner, /^It can be accepted in/);
    expect(await button(owner, "Accept…").count()).toBe(0);

    await passTime(WAIT + 1);
    await goTo(owner, "Hospitals");
    await goTo(owner, "Network");
    await button(owner, "Accept…").click();
    const saved = owner.waitForEvent("download");
    await button(owner.getByRole("alertdialog"), "Save for the Safe").click();
    const file = await savedForSafe(saved);
    expect(file.meta.createdFromSafeAddress).toBe(safe.address);
    expect(await defaultAdmin()).toBe(account(DEMO_INDEX.defaultAdmin).address);
    await executeFile(safe, file);
    expect(await defaultAdmin()).toBe(safe.address);
  });

  it("acts as a connected wallet: what it is asked for is followed until its owners have signed", async () => {
    const { page, wallet } = people.safe;
    await connect(people.safe, "I am an administrator");
    const next = account(DEMO_INDEX.defaultAdmin).address;
    await beginHandover(page, next);
    await button(page.getByRole("alertdialog"), "Begin handover").click();
    await read(page, /^Your Safe has it\. It goes on when enough of its owners have signed/);
    expect(await pendingAdmin()).toBe(zeroAddress);
    await wallet!.execute();
    await read(page, `The network is to be handed over to ${next}.`);
    expect(await pendingAdmin()).toBe(next);
  });

  it("hands it over to a plain wallet, which accepts after the wait, and is no administrator then", async () => {
    await passTime(WAIT + 1);
    const { page } = people.admin;
    await goTo(page, "Hospitals");
    await goTo(page, "Network");
    await button(page, "Accept…").click();
    await button(page.getByRole("alertdialog"), "Accept").click();
    await read(page, "You are the administrator of the network.");
    expect(await defaultAdmin()).toBe(account(DEMO_INDEX.defaultAdmin).address);
    await people.safe.page.reload();
    await see(heading(people.safe.page, "Administrators only"));
  });

  it("is appointed a registrar after a wait that is counted down, within which it can be called off alone", async () => {
    const { page } = people.admin;
    const dialog = page.getByRole("alertdialog");
    await goTo(page, "Hospitals");
    await field(page, `Address of a new registrar of ${NORTHFIELD.name}`).fill(safe.address);
    await button(page, `Announce registrar of ${NORTHFIELD.name}`).click();
    await button(dialog, "Announce").click();
    await read(page, /^Announced\. Can be completed in (10|9) minutes/);
    await see(button(page, /^Call off the appointment of /));
    expect(await button(page, /^Complete appointment of /).count()).toBe(0);
    await passTime(WAIT + 1);
    await goTo(page, "Verifiers");
    await goTo(page, "Hospitals");
    await button(page, /^Complete appointment of /).click();
    await button(dialog, "Appoint").click();
    await read(page, `${safe.address} is a registrar of ${NORTHFIELD.name}.`);
  });

  it("is asked for a whole list of assignments at once, and does all of it in one transaction", async () => {
    doctors = await appointed("Dr Faye Thistledown", "Dr Odo Merriweather");
    const { page, wallet } = people.safe;
    const { requests } = wallet!;
    await page.reload();
    await goTo(page, "Assignments");
    await giveList(
      page,
      doctors.map((doctor) => `assign,${cardCodeOf(chart)},${doctor}`),
    );
    await button(page, "Look at all and send").click();
    const dialog = page.getByRole("alertdialog", { name: "Begin 2 assignments?" });
    await read(dialog, /^Your wallet will ask you once where it can take all of them together/);
    const before = requests.length;
    await button(dialog, "Send all").click();
    await read(page, /^Your Safe has it\. It goes on when enough of its owners have signed/);
    expect(await assignments()).toEqual([]);
    await wallet!.execute();
    await read(page, "Done: begin 2 assignments.");
    const begun = await assignments();
    expect(begun.map(({ args }) => args.doctor)).toEqual(doctors);
    expect(new Set(begun.map(({ transactionHash }) => transactionHash)).size).toBe(1);
    expect(requests.slice(before).filter((method) => method.includes("send"))).toEqual(["wallet_sendCalls"]);
  });

  async function beginHandover(page: Page, next: Address): Promise<void> {
    await goTo(page, "Network");
    await field(page, "Address of the next administrator of the network").fill(next);
    await button(page, "Begin handover").click();
    await read(page.getByRole("alertdialog"), /^That account accepts it 10 minutes from now at the earliest/);
  }

  /** New doctors of Northfield. */
  async function appointed(...names: string[]): Promise<Address[]> {
    const all: Address[] = [];
    for (const name of names) {
      const doctor = await attested(account(DEMO_INDEX.attester), name, YEAR);
      await registry(DEMO_INDEX.registrarNorthfield, "grantRole", [doctorRole(NORTHFIELD.id), doctor]);
      all.push(doctor);
    }
    return all;
  }

  /** Of these, all that were ever begun. */
  const assignments = async () => {
    const of = { ...ofRegistry, eventName: "DoctorAssigned", args: { chart }, fromBlock: 0n, strict: true } as const;
    return (await publicClient.getContractEvents(of)).filter(({ args }) => doctors.includes(args.doctor));
  };

  const ofRegistry = { address: stack.registry, abi: registryAbi } as const;
  const defaultAdmin = () => publicClient.readContract({ ...ofRegistry, functionName: "defaultAdmin" });
  const pendingAdmin = async () =>
    (await publicClient.readContract({ ...ofRegistry, functionName: "pendingDefaultAdmin" }))[0];
});
