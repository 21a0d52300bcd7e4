import type { Person } from "./person.ts";
import { stack } from "./stack.ts";

const uploads = `${stack.gatewayUrl}/v3/files/`;

export interface HeldUploads {
  /** Settles once something is held. */
  readonly held: Promise<void>;
  /** How many uploads this browser has begun so far, since it was opened. */
  sent(): number;
  /** The store answers again from here on; what is held stays so. */
  answer(): void;
}

/**
 * Keeps what somebody's browser uploads from the store, after the next few. What is held ends with its page.
 *
 * @param passing How many still reach the store.
 */
export async function holdUploads({ context, seen }: Person, passing = 0): Promise<HeldUploads> {
  let left = passing;
  const { promise, resolve } = Promise.withResolvers<void>();
  // It stays for good: to stop intercepting while a page loads can leave that page waiting for its own parts for ever.
  await context.route(`${uploads}**`, (route) => (left-- > 0 ? route.continue() : resolve()));
  return {
    held: promise,
    sent: () => seen.urls.filter((url) => url.startsWith(uploads)).length,
    answer: () => (left = Infinity),
  };
}
