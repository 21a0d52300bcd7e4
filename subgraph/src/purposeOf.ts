const purposes = ["NONE", "TREAT", "ETREAT", "COC", "HPAYMT", "HRESCH", "PATRQT"];

/** Purpose by its index in the contract's enum (contracts/src/interfaces/IConsents.sol). */
export function purposeOf(index: i32): string {
  return index < purposes.length ? purposes[index] : "OTHER";
}
