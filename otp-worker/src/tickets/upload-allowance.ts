import type { Configuration } from "../configuration/read-configuration.ts";

/** Bytes granted above the announced size, for stores that count a form's frame too. */
export const SIZE_SLACK = 1024;

/** Seconds an upload address works. */
export const TICKET_LIFETIME = 15 * 60;

/** How many blobs an account may upload within 24 hours: patients and doctors their work, others what registering takes. */
export function uploadAllowance(
  standing: { holdsChart: boolean; isActiveDoctor: boolean },
  { ticketsPerAccount, ticketsToRegister }: Configuration["limits"],
): number {
  return standing.holdsChart || standing.isActiveDoctor ? ticketsPerAccount : ticketsToRegister;
}
