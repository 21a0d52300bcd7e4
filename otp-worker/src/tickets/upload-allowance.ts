import type { Configuration } from "../configuration/read-configuration.ts";

/** Bytes granted above the announced size, for stores that count a form's frame too. */
export const SIZE_SLACK = 1024;

/** Seconds an upload address works. */
export const TICKET_LIFETIME = 15 * 60;

/** Tickets of an account that the contract does not know yet: one, for registering. */
const TICKETS_TO_REGISTER = 1;

/** How many blobs an account may upload within 24 hours: patients and active doctors their work, anybody else one. */
export function uploadAllowance(
  standing: { holdsChart: boolean; isActiveDoctor: boolean },
  { ticketsPerAccount }: Pick<Configuration["limits"], "ticketsPerAccount">,
): number {
  return standing.holdsChart || standing.isActiveDoctor ? ticketsPerAccount : TICKETS_TO_REGISTER;
}
