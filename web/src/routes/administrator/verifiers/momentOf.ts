import { m } from "#messages";

/** As a reader writes it, so that it is read back the same: 2026-11-25T14:30, in their own time zone. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

/**
 * The moment since which a verifier's work is void, as typed: Unix seconds, or the sentence that says why not.
 *
 * @param now Milliseconds since 1970.
 * @param earlier The moment named before, Unix seconds; null when there was none.
 */
export function momentOf(text: string, now: number, earlier: number | null): number | string {
  const at = MOMENT.test(text) ? new Date(text).getTime() : NaN;
  if (Number.isNaN(at) || at < 1000) return m.administrator_moment_of_none();
  if (at > now) return m.administrator_moment_of_future();
  const seconds = Math.floor(at / 1000);
  if (earlier !== null && seconds >= earlier) {
    return m.administrator_moment_of_earlier();
  }
  return seconds;
}
