/** Blobs of up to 1 MiB that one link's file may be stored as. */
export const MOST_PARTS = 16;

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** How long a link may work, in seconds. There is none without an end. */
export const LINK_LIFETIMES = [HOUR, DAY, 7 * DAY, 30 * DAY] as const;

/** Wrong passcodes after which a link is dead, whoever entered them. */
export const LINK_TRIES = 5;

/** Links that one chart may have made within 24 hours. */
export const LINKS_PER_CHART = 50;

/** Links that do not exist, tried from one network address within 24 hours. */
export const UNKNOWN_PER_ADDRESS = 50;

/** How often one link's file may be fetched within 24 hours: enough for everybody whom a patient gives it, and no use for publishing. */
export const FETCHES_PER_LINK = 100;

/** Seconds an address of a link's file works, once the passcode was right. The specification allows an hour. */
export const FILE_LIFETIME = 10 * 60;
