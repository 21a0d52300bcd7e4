import { MAX_BLOB } from "@chartkey/protocol/cid";

/** Blobs that the OTP worker takes for one link. */
const MOST_PARTS = 16;

/** Bytes of a link's locked file. A document in it is a third smaller. */
export const LARGEST_SEALED = MOST_PARTS * MAX_BLOB;

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** How long a link may work, in seconds: the OTP worker takes no others. */
export const LINK_LIFETIMES = { hour: HOUR, day: DAY, week: 7 * DAY, month: 30 * DAY } as const;

export type LinkLifetime = keyof typeof LINK_LIFETIMES;
