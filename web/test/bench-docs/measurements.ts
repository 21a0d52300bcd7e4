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
  /** Makes a chart of so many reports, of which all are shared with a doctor */
  prepare: (count: number) => Promise<void>;
  /** Until the first of a list are on screen: of the patient's own reports, or of those that are shared with a doctor */
  list: (kind: "own" | "shared") => Promise<number>;
  /** How many reports of the list are open */
  opened: () => number;
  /** How many of its rows are in the document */
  drawn: () => number;
  /** Takes what is on screen off it */
  close: () => Promise<void>;
  /** From now on the longest time between two frames is kept */
  watch: () => Promise<void>;
  /** The longest time between two frames since `watch` */
  unwatch: () => number;
}

declare global {
  var docsPage: Measurements;
}
