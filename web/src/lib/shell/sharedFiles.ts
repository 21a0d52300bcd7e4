/** What the page asks its service worker, which answers with the files and forgets them. */
export const ASK_FOR_FILES = "shared-files";

/** Milliseconds for which shared files wait for a form. */
const PATIENCE = 30 * 60_000;

/** Files that another program of this device shared with the page, until a form takes them. Nowhere but in this tab. */
let held: readonly File[] = [];
/** When they came, in milliseconds since 1970: a tab that sleeps runs no timer. */
let heldSince = 0;
let forgetting: ReturnType<typeof setTimeout> | undefined;

/**
 * Fetches what was shared from the service worker that received it; nothing when it has been stopped since, or there is none.
 *
 * @param workers The page's `navigator.serviceWorker`, where a browser has one.
 */
export async function receiveShared(workers: ServiceWorkerContainer | undefined): Promise<readonly File[]> {
  // Not its `ready`, which never comes where a browser installs none.
  const worker = (await workers?.getRegistration())?.active;
  if (!worker) return waiting();
  const { port1, port2 } = new MessageChannel();
  const files = await new Promise<readonly File[]>((resolve) => {
    port1.onmessage = ({ data }) => resolve(data as File[]);
    setTimeout(resolve, 3000, []);
    worker.postMessage(ASK_FOR_FILES, [port2]);
  });
  port1.close();
  if (files.length > 0) hold(files);
  return waiting();
}

/** Hands what was shared to a form, once. */
export function takeShared(): readonly File[] {
  const files = waiting();
  forgetShared();
  return files;
}

/** Whoever shared them is not here any more. */
export function forgetShared(): void {
  clearTimeout(forgetting);
  held = [];
}

function hold(files: readonly File[]): void {
  clearTimeout(forgetting);
  held = files;
  heldSince = Date.now();
  forgetting = setTimeout(forgetShared, PATIENCE);
}

function waiting(): readonly File[] {
  if (Date.now() - heldSince >= PATIENCE) forgetShared();
  return held;
}
