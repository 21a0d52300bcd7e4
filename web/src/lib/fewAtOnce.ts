/**
 * Makes something that begins what it is given in order, so many at once, and lets the rest wait. What is urgent waits for nothing that
 * is not. A failure is its own only.
 */
export function fewAtOnce(most: number): <Result>(work: () => Promise<Result>, urgent?: boolean) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work, urgent = false) => {
    // Whoever ends gives its place to the one that waits longest.
    if (running === most) {
      await new Promise<void>((resolve) => (urgent ? waiting.unshift(resolve) : waiting.push(resolve)));
    } else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
