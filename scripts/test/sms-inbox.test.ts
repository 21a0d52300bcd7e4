import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFreeOffset, portsAt } from "../local/ports.ts";
import type { LocalServer } from "../local/serve-local.ts";
import { startSmsInbox } from "../local/sms-inbox.ts";

const accountSid = `AC${"1".repeat(32)}`;
const authToken = "2".repeat(32);
const folder = mkdtempSync(path.join(tmpdir(), "chartkey-sms-inbox-test-"));
const message = { To: "+12025550123", From: "+12025550199", Body: "Your code <b>123456</b>" };
let port: number;
let inbox: LocalServer;

const start = (): Promise<LocalServer> =>
  startSmsInbox({ port, file: path.join(folder, "sms.jsonl"), accountSid, authToken });

beforeAll(async () => {
  port = portsAt(await findFreeOffset(23_100)).smsInbox;
  inbox = await start();
});

afterAll(async () => {
  await inbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

function send(fields: Record<string, string>, { sid = accountSid, token = authToken } = {}): Promise<Response> {
  return fetch(`${inbox.url}/2010-04-01/Accounts/${sid}/Messages.json`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${sid}:${token}`)}` },
    body: new URLSearchParams(fields),
  });
}

describe("the SMS inbox", () => {
  it("takes a message as Twilio does and shows it to programs and people", async () => {
    const response = await send(message);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ status: "queued", to: message.To, account_sid: accountSid });

    const [newest] = (await (await fetch(`${inbox.url}/messages`)).json()) as object[];
    expect(newest).toMatchObject({ to: message.To, from: message.From, body: message.Body });
    const page = await (await fetch(inbox.url)).text();
    expect(page).toContain("Your code &lt;b&gt;123456&lt;/b&gt;");
    expect(page).not.toContain("<b>");
  });

  it("shows the newest message first", async () => {
    await send({ ...message, Body: "first" });
    await send({ ...message, Body: "second" });
    const messages = (await (await fetch(`${inbox.url}/messages`)).json()) as { body: string }[];
    expect(messages.map(({ body }) => body).slice(0, 2)).toEqual(["second", "first"]);
  });

  it("refuses the wrong account or token", async () => {
    expect((await send(message, { token: "3".repeat(32) })).status).toBe(401);
    expect((await send(message, { sid: `AC${"4".repeat(32)}` })).status).toBe(401);
  });

  it("refuses a message without a number or a text, with Twilio's codes", async () => {
    for (const [fields, code] of [
      [{ From: message.From, Body: message.Body }, 21604],
      [{ ...message, To: "12025550123" }, 21211],
      [{ To: message.To, Body: message.Body }, 21603],
      [{ To: message.To, From: message.From }, 21602],
    ] as const) {
      const response = await send(fields);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code });
    }
  });

  it("keeps messages when it starts again", async () => {
    await send({ ...message, Body: "to be kept" });
    await inbox.stop();
    inbox = await start();
    // The connection that was kept open is gone, and the first request finds out.
    await fetch(inbox.url).catch(() => {});
    const [newest] = (await (await fetch(`${inbox.url}/messages`)).json()) as object[];
    expect(newest).toMatchObject({ body: "to be kept" });
  });
});
