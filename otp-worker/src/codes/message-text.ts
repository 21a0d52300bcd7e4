import type { Address } from "viem";

/**
 * The text of the message. It names the site and the end of the wallet's address, so that nobody types a stranger's code for
 * them; its last line lets a browser fill the code in on that site only (WebOTP, origin-bound one-time codes). GSM-7
 * characters only.
 */
export function messageText(code: string, account: Address, hostname: string): string {
  const wallet = account.slice(-6);
  return [
    `${code} is your Chartkey code for the wallet ending in ${wallet}, on ${hostname}. Valid for 5 minutes. Never share it.`,
    "",
    `@${hostname} #${code}`,
  ].join("\n");
}
