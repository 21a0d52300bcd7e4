import { setTimeout as pause } from "node:timers/promises";
import type { Address } from "viem";
import { stack } from "./stack.ts";

const TIMEOUT = 30_000;
const CODE = /#(\d{6})$/m;

/** The newest one-time code that was sent for a wallet, read as a person reads their phone. */
export async function latestCode(wallet: Address): Promise<string> {
  const begin = Date.now();
  while (Date.now() - begin < TIMEOUT) {
    const messages = (await (await fetch(`${stack.inboxUrl}/messages`)).json()) as { body: string }[];
    const mine = messages.find(({ body }) => body.toLowerCase().includes(wallet.slice(-6).toLowerCase()));
    const code = mine?.body.match(CODE)?.[1];
    if (code !== undefined) return code;
    await pause(200);
  }
  throw new Error("No one-time code arrived in the inbox within 30 seconds.");
}
