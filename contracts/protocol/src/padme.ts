/**
 * The length to pad `length` to: Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with
 * PURBs", PETS 2019, §4). Keeps only the leading bits of a length, so it leaks O(log log length) bits and adds at most 12 %,
 * less as lengths grow.
 */
export function padmeLength(length: number): number {
  if (!Number.isSafeInteger(length) || length < 0) throw new PaddedLengthError(length);
  if (length < 2) return length;
  const exponent = floorLog2(length);
  const unit = 2 ** (exponent - (floorLog2(exponent) + 1));
  return unit < 1 ? length : Math.ceil(length / unit) * unit;
}

function floorLog2(value: number): number {
  let log = 0;
  while (2 ** (log + 1) <= value) log++;
  return log;
}

export class PaddedLengthError extends Error {
  override name = "PaddedLengthError";
  constructor(length: number) {
    super(`${length} is not the length of anything.`);
  }
}
