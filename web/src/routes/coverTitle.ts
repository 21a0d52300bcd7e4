/**
 * Takes the name of a report off the window, where it stands as the title of the page, and off what the router reads out of it to those
 * who do not see. A view that takes the place of a report's need not have a title of its own.
 */
export function coverTitle(): void {
  document.title = "Chartkey";
  for (const node of document.getElementById("svelte-announcer")?.childNodes ?? []) {
    // The router goes on with its own nodes.
    if (node.nodeType === node.TEXT_NODE) node.nodeValue = "";
  }
}
