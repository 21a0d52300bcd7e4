export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of all values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? NaN;
}

/**
 * Cliff's delta: how much more often a value of the first sample is above one of the second than below it. From −1 to 1; 0 when
 * nothing tells them apart. Cares for order only, so a few slow answers do not matter.
 */
export function effectSize(first: readonly number[], second: readonly number[]): number {
  const signs = first.flatMap((one) => second.map((other) => Math.sign(one - other)));
  return signs.reduce((sum, sign) => sum + sign, 0) / signs.length;
}
