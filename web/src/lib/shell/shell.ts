/** The page of every address, and what it must know before it draws: which network it is for. Both are public. */
export const PAGE = "/";
export const CONFIGURATION = "/chartkey.json";

/** Where other programs of a device send files to, as the manifest says. */
export const SHARE = "/share";

/**
 * Whether a file of the build is part of the shell: code, styles, the icon, and letters for the language that is read. What viewers
 * decode documents with is fetched when one is opened: without a network there is none to open.
 */
export function isShellFile(path: string, language: string): boolean {
  if (/(^|\/)(pdf\.worker|dicom\.worker)[^/]*$/.test(path)) return false;
  if (/noto-sans-devanagari/.test(path)) return language === "hi" && /-devanagari-devanagari-/.test(path);
  return /\.(js|css|woff2|svg|webmanifest)$/.test(path);
}

/** What the page tells its service worker once it is used for more than a first look. */
export interface KeepShell {
  readonly keep: "shell";
  readonly language: string;
}

export function isKeepShell(data: unknown): data is KeepShell {
  return typeof data === "object" && data !== null && "keep" in data && data.keep === "shell" && "language" in data;
}

/** Has the shell kept. Late enough not to stand in the way of what somebody just began. */
export function keepShell(workers: ServiceWorkerContainer | undefined, language: string, afterMs = 5000): void {
  const message: KeepShell = { keep: "shell", language };
  setTimeout(() => void workers?.ready.then(({ active }) => active?.postMessage(message)), afterMs);
}

/** What is asked for, as far as it decides who answers. */
export interface Asked {
  method: string;
  /** As in `Request.mode` */
  mode: string;
  url: string;
}

/**
 * Which file of the shell answers, and whether the network is asked before: the page and its configuration are as new as they can be,
 * files that are named after their content never change. Null for all that is not the shell, which nobody stands between.
 */
export function shellAnswer(
  { method, mode, url }: Asked,
  origin: string,
  files: ReadonlySet<string>,
): { path: string; networkFirst: boolean } | null {
  const asked = new URL(url);
  if (method !== "GET" || asked.origin !== origin) return null;
  if (mode === "navigate") return { path: PAGE, networkFirst: true };
  if (asked.pathname === CONFIGURATION) return { path: CONFIGURATION, networkFirst: true };
  if (asked.search === "" && files.has(asked.pathname)) return { path: asked.pathname, networkFirst: false };
  return null;
}

/** Whether files are being shared with the page. No server ever sees them. */
export function isShare({ method, mode, url }: Asked, origin: string): boolean {
  const asked = new URL(url);
  return method === "POST" && mode === "navigate" && asked.origin === origin && asked.pathname === SHARE;
}

/** The name of the cache of these files: another build has another one. */
export async function cacheName(files: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(files.toSorted().join("\n")));
  return `shell-${Array.from(new Uint8Array(digest).subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
