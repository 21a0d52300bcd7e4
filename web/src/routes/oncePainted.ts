/**
 * Settles once what is on the page now has been painted, so that what begins then does not hold that up. A tab that nobody sees
 * paints nothing, and does not wait.
 */
export function oncePainted(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden) resolve();
    // A frame is painted after what was asked for it has run.
    else requestAnimationFrame(() => setTimeout(resolve));
  });
}
