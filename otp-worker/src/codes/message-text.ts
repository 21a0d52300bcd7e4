/**
 * The text of the message. It names the site and the end of the wallet's address, so that nobody types a stranger's code for
 * them; its last line lets a browser fill the code in on that site only (WebOTP, origin-bound one-time codes). GSM-7
 * characters only.
 *
 * @param wallet the last six characters of the wallet's address
 */
export function messageText({ code, site, wallet }: { code: string; site: string; wallet: string }): string {
  return [
    `${code} is your Chartkey code for the wallet ending in ${wallet}, on ${site}. Valid for 5 minutes. Never share it.`,
    "",
    `@${site} #${code}`,
  ].join("\n");
}
