import type { Browser, Page } from "playwright-core";
import type { Hex } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEMO_INDEX } from "../../seed/people.ts";
import { openPhone, type Phone } from "../walletconnect/phone.ts";
import type { Relay } from "../walletconnect/relay.ts";
import { serveRelay } from "../walletconnect/serve-relay.ts";
import { addOwn } from "./add-own.ts";
import { launchBrowser } from "./browser.ts";
import { CANARY, pdf } from "./documents.ts";
import { explainFailure } from "./explain-failure.ts";
import { look } from "./look.ts";
import { button, heading, link, openPerson, read, see, type Person } from "./person.ts";
import { connect, unlock } from "./sign-up.ts";
import { stack } from "./stack.ts";
import { keyOf, records } from "./without-page.ts";

const RELAY = "wss://relay.walletconnect.org/";
const WALLET = "A wallet on your phone";
const TITLE = "Sent from a telephone";

describe("a wallet on a phone", { timeout: 120_000 }, () => {
  let browser: Browser;
  let person: Person;
  let phone: Phone;
  let relay: Relay;
  let stop = () => {};
  let report: Hex | null = null;

  beforeAll(async () => {
    browser = await launchBrowser();
    const served = await serveRelay();
    ({ relay, stop } = served);
    const privateKey = keyOf(DEMO_INDEX.tomas);
    phone = await openPhone({ relayUrl: served.url, privateKey, chainId: stack.chainId, rpcUrl: stack.rpcUrl });
    person = await openPerson(browser);
    await person.context.route("**/chartkey.json", async (route) => {
      const response = await route.fetch();
      const configuration = (await response.json()) as object;
      return route.fulfill({ response, json: { ...configuration, walletConnectProjectId: "0".repeat(32) } });
    });
    // The same relay stands in the place of WalletConnect's own, which is paid for and not of this machine.
    await person.context.routeWebSocket(
      (url) => url.href.startsWith(RELAY),
      (socket) => {
        const client = relay.connect((text) => socket.send(text));
        socket.onMessage((data) => client.receive(data.toString()));
        socket.onClose(() => client.leave());
      },
    );
  });
  afterAll(async () => {
    await phone?.stop();
    stop();
    await browser?.close();
    if (report) await records(DEMO_INDEX.tomas, "eraseReport", [report]);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await explainFailure(task.name, { person });
  });

  it("is shown a square code and a link, and nothing is connected when these are closed", async () => {
    const { page } = person;
    await connect(person, "I am a patient", WALLET);
    expect(await shownLink(page)).toMatch(/^wc:[0-9a-f]{64}@2\?/);
    await see(page.getByRole("img", { name: "Square code to pair your phone's wallet" }));
    expect(await look(page, "the square code for a phone")).toEqual([]);
    await page.keyboard.press("Escape");
    await read(page, "You closed the square code before your phone answered.");
    await read(page, /^Nothing was connected\./);
  });

  it("that says no is understood, and can be asked again", async () => {
    const { page } = person;
    await button(page, WALLET).click();
    await phone.pair(await shownLink(page), "no");
    await read(page, "You said no in your wallet.");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  it("that says yes unlocks, signs in and sends a transaction", async () => {
    const { page } = person;
    await button(page, WALLET).click();
    await phone.pair(await shownLink(page), "yes");
    await unlock(page);
    await see(heading(page, "Reports"));
    report = await addOwn(page, pdf, "letter", TITLE);
    await read(page, "Unchanged since signed");
    expect(phone.requests).toEqual(expect.arrayContaining(["personal_sign", "eth_sendTransaction"]));
  });

  it("that rejects a step is understood as such, and nothing was sent", async () => {
    const { page } = person;
    const { length } = phone.requests;
    phone.rejectNext("eth_sendTransaction");
    await button(page, "Share").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: /Dr Lena Hallowell/ }).check();
    await dialog.getByRole("radio", { name: "1 year" }).check();
    await button(dialog, "Share").click();
    await read(dialog, /^You said no in your wallet\. Nothing was sent/);
    expect(phone.requests.slice(length)).toEqual(["eth_sendTransaction"]);
  });

  it("that ends the connection leaves nobody’s page open", async () => {
    const { page } = person;
    await phone.disconnect();
    await see(heading(page, "Connect your wallet"));
    expect(await heading(page, TITLE).count()).toBe(0);
  });

  it("is the only one outside that the page speaks to, and no error is left behind", () => {
    const own = [stack.webOrigin, stack.rpcUrl, stack.subgraphUrl, stack.gatewayUrl, stack.otpUrl];
    expect(
      person.seen.urls.filter((url) => url.startsWith("http") && !own.some((origin) => url.startsWith(origin))),
    ).toEqual([]);
    expect(person.seen.consoleErrors).toEqual([]);
  });

  it("tells the relay neither who it is nor what is read, signed or sent", () => {
    const told = relay.seen.join("\n").toLowerCase();
    expect(told).toContain("wc_proposesession");
    for (const secret of [phone.address, stack.webOrigin, TITLE, CANARY]) {
      expect(told).not.toContain(secret.toLowerCase());
    }
  });
});

/** The link that the dialog shows for a phone. */
async function shownLink(page: Page): Promise<string> {
  const shown = link(page.getByRole("dialog"), "The wallet is on this device");
  await see(shown);
  return (await shown.getAttribute("href"))!;
}
