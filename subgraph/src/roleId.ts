import { BigInt, Bytes } from "@graphprotocol/graph-ts";

// A role id is a class byte, 27 zeros and a hospital id of 4 bytes (contracts/src/interfaces/IRoles.sol).

/** RoleClass of a role id. */
export function classOf(role: Bytes): string {
  if (role[0] == 0x00) return "DEFAULT_ADMIN";
  if (role[0] == 0x01) return "ATTESTER";
  if (role[0] == 0x02) return "PAUSER";
  if (role[0] == 0x03) return "REGISTRAR";
  if (role[0] == 0x04) return "DOCTOR";
  return "OTHER";
}

/** The hospital in a role id, zero when it is of none. */
export function hospitalOf(role: Bytes): BigInt {
  const number = ((<u32>role[28]) << 24) | ((<u32>role[29]) << 16) | ((<u32>role[30]) << 8) | (<u32>role[31]);
  return BigInt.fromU32(number);
}
