/** What the page asks its service worker, which answers with the files and forgets them. */
export const ASK_FOR_FILES = "shared-files";

/** Files that another program of this device shared with the page, until a form takes them. Nowhere but in this tab. */
let held: readonly File[] = [];

/**
 * Fetches what was shared from the service worker that received it; nothing when it has been stopped since, or there is none.
 *
 * @param workers The page's `navigator.serviceWorker`, where a browser has one.
 */
export async function receiveShared(workers: ServiceWorkerContainer | undefined): Promise<readonly File[]> {
  const worker = (await workers?.ready)?.active;
  if (!worker) return held;
  const { port1, port2 } = new MessageChannel();
  const files = await new Promise<readonly File[]>((resolve) => {
    port1.onmessage = ({ data }) => resolve(data as File[]);
    setTimeout(resolve, 3000, []);
    worker.postMessage(ASK_FOR_FILES, [port2]);
  });
  port1.close();
  if (files.length > 0) held = files;
  return held;
}

/** Hands what was shared to a form, once. */
export function takeShared(): readonly File[] {
  const files = held;
  held = [];
  return files;
}
