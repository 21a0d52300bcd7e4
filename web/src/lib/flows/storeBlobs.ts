import type { Hex } from "viem";
import type { App } from "../app.ts";
import { DroppedError, persistently } from "../blobs/persistently.ts";
import { Transfer } from "../blobs/transfer.svelte.ts";
import { uploadBlob } from "../blobs/uploadBlob.ts";
import type { Otp, Ticket } from "../otp/otp.svelte.ts";
import { OtpUnreachableError } from "../otp/otpRequest.ts";

/** Blobs that travel at the same time. No more than these are in memory. */
export const IN_FLIGHT = 3;

/** Tickets that are asked for at once: they expire, so a long way is not planned to its end. */
const TICKETS_AT_ONCE = 16;

/** A locked blob that waits to be stored. It is read when its turn comes. `size` is in bytes. */
export type WaitingBlob = { size: number; read: () => Promise<Uint8Array<ArrayBuffer>> };

/** A small blob that is in memory anyway. */
export function waitingBlob(bytes: Uint8Array<ArrayBuffer>): WaitingBlob {
  return { size: bytes.length, read: async () => bytes };
}

/**
 * Stores those of the blobs that the store does not have yet. Needs a sign-in. Dropped connections are tried again.
 *
 * @param done Indexes of the blobs that are stored already.
 * @param onStored Called, and waited for, after each one.
 */
export async function storeBlobs(
  { otp }: Pick<App, "otp">,
  report: Hex | null,
  blobs: readonly WaitingBlob[],
  done: readonly number[],
  onStored: (index: number) => Promise<void>,
  transfer: Transfer = new Transfer(),
): Promise<void> {
  const waiting = [...blobs.entries()].filter(([index]) => !done.includes(index));
  const ticketFor = ticketOffice(otp, report, waiting);
  const queue = [...waiting];
  let hasFailed = false;

  async function work(): Promise<void> {
    for (let next = queue.shift(); next && !hasFailed; next = queue.shift()) {
      const [index, blob] = next;
      await persistently(transfer, async (tried) => {
        const ticket = await ticketFor(index, { isFirst: tried === 0 });
        await uploadBlob(ticket, await blob.read(), transfer.signal);
      });
      await onStored(index);
    }
  }
  const workers = Array.from({ length: IN_FLIGHT }, () =>
    work().catch((error: unknown) => {
      // The others finish what they are at, so that nothing arrives unnoticed after this was said to have failed.
      hasFailed = true;
      throw error;
    }),
  );
  const failed = (await Promise.allSettled(workers)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

/** Hands out tickets in the order of the blobs, asking for the next ones when the last is gone. A ticket that failed is not used again. */
function ticketOffice(otp: Otp, report: Hex | null, waiting: readonly (readonly [number, WaitingBlob])[]) {
  const held = new Map<number, Promise<Ticket>>();
  const remaining = [...waiting];

  function ask(blobs: readonly (readonly [number, WaitingBlob])[]): void {
    const sizes = blobs.map(([, { size }]) => size);
    const asked = otp.tickets(report, sizes).catch((error: unknown) => {
      throw error instanceof OtpUnreachableError ? new DroppedError(error) : error;
    });
    blobs.forEach(([index], position) => {
      const ticket = asked.then((tickets) => {
        const mine = tickets[position];
        if (!mine) throw new Error("There are as many tickets as blobs.");
        return mine;
      });
      ticket.catch(() => undefined); // whoever takes it sees why it is missing
      held.set(index, ticket);
    });
  }

  return async (index: number, { isFirst }: { isFirst: boolean }): Promise<Ticket> => {
    if (!isFirst) ask(waiting.filter(([other]) => other === index));
    else if (!held.has(index)) ask(remaining.splice(0, TICKETS_AT_ONCE));
    const ticket = held.get(index);
    held.delete(index);
    if (!ticket) throw new Error("Every waiting blob gets a ticket.");
    return ticket;
  };
}
