/**
 * The picture that a turn of the wheel leads to, counted from 1; null where the turn is for the page: sideways, to zoom, or beyond the
 * first or the last picture.
 */
export function wheelStep(
  { deltaX, deltaY, ctrlKey }: Pick<WheelEvent, "deltaX" | "deltaY" | "ctrlKey">,
  number: number,
  count: number,
): number | null {
  if (ctrlKey || Math.abs(deltaX) >= Math.abs(deltaY)) return null;
  const next = number + Math.sign(deltaY);
  return next < 1 || next > count ? null : next;
}
