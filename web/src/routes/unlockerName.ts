import { m } from "#messages";

/**
 * What a way to unlock is called. Keyrings keep labels in English, whatever language they were made in; those are ours to say, and any
 * other is what somebody wrote.
 */
export function unlockerName(label: string): string {
  const number = /^Recovery code (\d+)$/.exec(label)?.[1];
  if (number !== undefined) return m.routes_unlocker_recovery_code_number({ number });
  return names.get(label) ?? label;
}

const names = new Map<string, string>([
  ["Recovery code", m.routes_common_recovery_code()],
  ["Second recovery code", m.routes_unlocker_second_recovery_code()],
  ["This wallet", m.routes_unlocker_this_wallet()],
  ["Passkey", m.routes_keys_page_passkey()],
]);
