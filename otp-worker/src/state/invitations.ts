import type { Address } from "viem";
import type { Sql } from "./sql.ts";
import { DAY, use, usedToday } from "./usage.ts";

/** A registrar expects `account` to be the holder of a licence. `licence` is a key of the register. */
export interface Invitation {
  readonly registrar: Address;
  readonly account: Address;
  readonly licence: string;
}

/** Notes an invitation for a day. Returns when it ends, in Unix seconds, or null when the registrar has sent too many. */
export function invite(sql: Sql, { registrar, account, licence }: Invitation, limit: number, now: number) {
  if (usedToday(sql, "invitation", registrar, now) >= limit) return null;
  use(sql, "invitation", registrar, 1, now);
  const endsAt = now + DAY;
  sql("INSERT OR REPLACE INTO invitation VALUES (?, ?, ?)", licence, account, endsAt);
  return endsAt;
}

export function isInvited(sql: Sql, { account, licence }: Omit<Invitation, "registrar">, now: number): boolean {
  const query = "SELECT 1 AS found FROM invitation WHERE licence = ? AND account = ? AND expires_at > ?";
  return sql(query, licence, account, now).length === 1;
}
