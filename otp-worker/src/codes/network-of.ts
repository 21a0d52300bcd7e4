import { isIPv6 } from "node:net";

/** Groups of an IPv6 address that a provider hands to one household. */
const NETWORK_GROUPS = 4;
const GROUPS = 8;

/**
 * The network that an address belongs to, as far as limits go: the address itself for IPv4, its /64 for IPv6 (RFC 6177), whose
 * rest anybody may change at will.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const groupsOf = (text: string) => (text === "" ? [] : text.split(":"));
  const before = groupsOf(head);
  const missing = tail === undefined ? 0 : GROUPS - before.length - groupsOf(tail).length;
  const groups = [...before, ...Array.from({ length: missing }, () => "0"), ...groupsOf(tail ?? "")];
  return groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
