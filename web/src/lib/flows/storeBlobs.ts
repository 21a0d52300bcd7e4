import type { Hex } from "viem";
import type { App } from "../app.ts";
import { uploadBlob } from "../blobs/uploadBlob.ts";

/** Blobs that travel at the same time. */
const IN_FLIGHT = 3;

/**
 * Stores those of the blobs that the store does not have yet. Needs a sign-in.
 *
 * @param done Indexes of the blobs that are stored already.
 * @param onStored Called, and waited for, after each one.
 */
export async function storeBlobs(
  { otp }: App,
  report: Hex | null,
  blobs: readonly Uint8Array<ArrayBuffer>[],
  done: readonly number[],
  onStored: (index: number) => Promise<void>,
): Promise<void> {
  const waiting = [...blobs.entries()].filter(([index]) => !done.includes(index));
  if (waiting.length === 0) return;
  const tickets = await otp.tickets(
    report,
    waiting.map(([, blob]) => blob.length),
  );
  const queue = waiting.map(([index, blob], position) => ({ index, blob, ticket: tickets[position] }));

  async function work(): Promise<void> {
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (!next.ticket) throw new Error("There are as many tickets as blobs.");
      await uploadBlob(next.ticket, next.blob);
      await onStored(next.index);
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
}
