import type { Address } from "viem";

/** Kept for this tab only, and of the code nothing but the moment. */
const KEY = "chartkey.shown-code";

/**
 * When a new recovery code was last shown to an account in this tab, in milliseconds since 1970, with which no key was published since: it
 * opens nothing, though it may be on paper. Null when there is none.
 */
export function unusedCodeShownAt(account: Address): number | null {
  const [of, at] = (sessionStorage.getItem(KEY) ?? "").split("@");
  return of === account && Number.isSafeInteger(Number(at)) ? Number(at) : null;
}

export function rememberShownCode(account: Address): void {
  sessionStorage.setItem(KEY, `${account}@${Date.now()}`);
}

/** What was shown is in use, or will be. */
export function forgetShownCode(): void {
  sessionStorage.removeItem(KEY);
}
