export const HOUR = 3_600n;
export const DAY = 24n * HOUR;
export const YEAR = 365n * DAY;

/** When the world begins, Unix seconds. Fixed, and later than any machine's clock says. */
export const START = 2_500_000_001n;

/** When operations are measured. What is built before has a month. */
export const NOW = START + 30n * DAY;

/** How long the roles that vouch for people wait, see `IRoles`. */
export const ROLE_DELAY = 3n * DAY;
