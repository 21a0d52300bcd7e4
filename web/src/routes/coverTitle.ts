/** Titles on the window now that name a report. */
let naming = 0;

/** To be called by a page when its title begins to name a report. Gives back what says that it does no more. */
export function namesReport(): () => void {
  naming += 1;
  return () => {
    naming -= 1;
  };
}

/**
 * Takes the name of a report off the window, where it stands as the title of the page, and off what the router reads out of it to those
 * who do not see. A title that names no report stays: the page that has it does not set it anew.
 */
export function coverTitle(): void {
  if (naming === 0) return;
  document.title = "Chartkey";
  coverAnnouncement();
}

/** Takes the title of the page, as it was when somebody came to it, off what the router reads out. */
export function coverAnnouncement(): void {
  for (const node of document.getElementById("svelte-announcer")?.childNodes ?? []) {
    // The router goes on with its own nodes.
    if (node.nodeType === node.TEXT_NODE) node.nodeValue = "";
  }
}
