import { m } from "#messages";

export type AskedBlock = { block: number | null; error: string | null };

/** The block that is asked about as people write it: empty for now, `12,345` or `12345`. `newest` is the newest there is. */
export function askedBlock(text: string, newest: number): AskedBlock {
  const digits = text.trim().replaceAll(/[\s,_']/g, "");
  if (digits === "") return { block: null, error: null };
  if (!/^\d{1,15}$/.test(digits)) return refused(m.audit_roles_block_not_a_number());
  const block = Number(digits);
  if (block > newest) return refused(m.audit_roles_block_too_new({ block: digits, newest }));
  return { block, error: null };
}

function refused(error: string): AskedBlock {
  return { block: null, error };
}
