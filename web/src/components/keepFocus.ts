/**
 * Sees to it that somebody who uses the keyboard or a screen reader keeps their place when what had the focus is gone. A dialog that
 * closes gives the focus back to what opened it; where that is gone, too, as the row of somebody who reads no more, they go on at the
 * heading of the page, and not before its very beginning.
 */
export function keepFocus(): void {
  // After the focus went back, or into a dialog that follows at once.
  setTimeout(() => {
    const { activeElement } = document;
    if (activeElement !== null && activeElement !== document.body) return;
    const heading = document.querySelector<HTMLElement>("main h1[tabindex]");
    // What is before their eyes stays there.
    (heading ?? document.querySelector<HTMLElement>("main"))?.focus({ preventScroll: true });
  });
}
