import { Address, ethereum } from "@graphprotocol/graph-ts";
import { Account } from "../generated/schema";
import { fetchDay } from "./fetchDay";

/** The account at `address`, saved, because others will refer to it; counted on the day of `event`, which spoke of it first, when new. */
export function fetchAccount(address: Address, event: ethereum.Event): Account {
  let account = Account.load(address);
  if (account === null) {
    account = new Account(address);
    account.save();
    const day = fetchDay(event);
    day.accounts++;
    day.save();
  }
  return account;
}
