/** The longest that is waited for a browser to say that it has painted, in milliseconds: it may never say so. */
const LONGEST = 1000;
const FIRST = "first-contentful-paint";

/**
 * Settles once what is on the page now has been painted, so that what begins then does not hold that up. A tab that nobody sees
 * paints nothing, and does not wait.
 */
export function oncePainted(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden) resolve();
    // A frame is painted after what was asked for it has run.
    else requestAnimationFrame(() => setTimeout(() => void onceSeen().then(resolve)));
  });
}

/** Settles once the first words of the page are on the screen, which is a moment later than the work of their frame is done. */
function onceSeen(): Promise<void> {
  if (!PerformanceObserver.supportedEntryTypes.includes("paint")) return Promise.resolve();
  if (performance.getEntriesByName(FIRST).length > 0) return Promise.resolve();
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((seen) => {
      if (seen.getEntriesByName(FIRST).length > 0) end();
    });
    const longest = setTimeout(end, LONGEST);
    observer.observe({ type: "paint" });

    function end() {
      observer.disconnect();
      clearTimeout(longest);
      resolve();
    }
  });
}
