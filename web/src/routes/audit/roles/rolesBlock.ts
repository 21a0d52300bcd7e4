export type AskedBlock = { block: number | null; error: string | null };

/** The block that is asked about as people write it: empty for now, `12,345` or `12345`. `newest` is the newest there is. */
export function askedBlock(text: string, newest: number): AskedBlock {
  const digits = text.trim().replaceAll(/[\s,_']/g, "");
  if (digits === "") return { block: null, error: null };
  if (!/^\d{1,15}$/.test(digits))
    return refused("A block is a whole number, as in 12345. The log page of a transaction shows its block.");
  const block = Number(digits);
  if (block > newest)
    return refused(`There is no block ${digits} yet; the newest is ${newest}. Choose that one or an earlier one.`);
  return { block, error: null };
}

function refused(error: string): AskedBlock {
  return { block: null, error };
}
