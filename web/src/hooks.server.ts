import type { Handle } from "@sveltejs/kit/hooks";

/** The letters of most European languages, in which the first page is written. */
const FIRST_LETTERS = /atkinson-hyperlegible-next-latin-wght-normal\.[^/]+\.woff2$/;

/**
 * Runs when the page is built, which is the only time there is a server: has the one file of the page load the first letters together
 * with its scripts, so that nothing moves when they arrive.
 */
export const handle: Handle = ({ event, resolve }) =>
  resolve(event, { preload: ({ type, path }) => type !== "font" || FIRST_LETTERS.test(path) });
