/**
 * [Note: check symbols] Codes that people type end in check symbols of a Reed–Solomon code over GF(32), the field whose
 * elements are the 32 symbols of Crockford's base 32. With n check symbols, any n wrong symbols in a code of up to 31 are
 * always noticed, and so are two neighbours swapped; anything else passes with a chance of 32⁻ⁿ. A checksum modulo 32 would
 * miss swaps, one modulo 37 needs symbols outside the alphabet.
 *
 * Field: GF(2)[x] / (x⁵ + x² + 1), generator α = x (2). Code: the message followed by the remainder of
 * message(x)·xⁿ divided by (x − α)(x − α²)…(x − αⁿ). Symbols go from the highest power down.
 */
export function checkSymbols(message: readonly number[], count: number): number[] {
  const generator = generatorPolynomial(count);
  const remainder = new Array<number>(count).fill(0);
  for (const symbol of message) {
    const factor = symbol ^ remainder.shift()!;
    remainder.push(0);
    for (let i = 0; i < count; i++) remainder[i]! ^= multiply(generator[i]!, factor);
  }
  return remainder;
}

/** Coefficients of (x − α)…(x − αⁿ) below the leading one, highest power first. */
function generatorPolynomial(count: number): number[] {
  let polynomial = [1];
  let root = 1;
  for (let i = 0; i < count; i++) {
    root = multiply(root, 2);
    const shifted = [...polynomial, 0];
    polynomial = shifted.map((coefficient, j) => coefficient ^ multiply(polynomial[j - 1] ?? 0, root));
  }
  return polynomial.slice(1);
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 5; bit++) if ((b >> bit) & 1) product ^= a << bit;
  for (let bit = 8; bit >= 5; bit--) if ((product >> bit) & 1) product ^= 0b100101 << (bit - 5);
  return product;
}
