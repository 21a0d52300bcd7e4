/** What happened when a document was opened. */
export interface Opened {
  milliseconds: number;
  /** Nothing on screen says that it could not be shown */
  isShown: boolean;
}

/** What the page measures when the other side asks. Times are in milliseconds. */
interface Measurements {
  /** Until all that the viewer draws is on screen */
  open: (address: string, mediaType: string) => Promise<Opened>;
  /** Until a list of so many shared reports is on screen; it stays there */
  list: (count: number) => Promise<number>;
  /** From now on the longest time between two frames is kept */
  watch: () => Promise<void>;
  /** The longest time between two frames since `watch` */
  unwatch: () => number;
}

declare global {
  var docsPage: Measurements;
}
