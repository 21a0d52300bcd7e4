import { Address } from "@graphprotocol/graph-ts";
import { Account } from "../generated/schema";

/** The account at `address`, saved, because others will refer to it. */
export function fetchAccount(address: Address): Account {
  let account = Account.load(address);
  if (account === null) {
    account = new Account(address);
    account.save();
  }
  return account;
}
