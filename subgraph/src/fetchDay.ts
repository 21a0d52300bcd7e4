import { BigInt, ethereum } from "@graphprotocol/graph-ts";
import { Day } from "../generated/schema";
import { dayId } from "./ids";

const SECONDS = BigInt.fromI32(86_400);

/**
 * The UTC day of `event`, on which nothing was counted when new.
 *
 * [Note: days] What dashboards show is counted here, one by one as it happens, so that nobody has to read every log to count it. graph-node can
 * count by itself (`@aggregation`), but writes a day only once it is over, under an id that says nothing: what cannot be rebuilt from
 * logs, id by id, cannot be checked. Whoever counts saves at once: another may count on the same day within the same event.
 */
export function fetchDay(event: ethereum.Event): Day {
  const number = event.block.timestamp.div(SECONDS);
  const id = dayId(number);
  let day = Day.load(id);
  if (day === null) {
    day = new Day(id);
    day.start = number.times(SECONDS);
    day.accounts = 0;
    day.patients = 0;
    day.doctors = 0;
    day.reports = 0;
    day.requests = 0;
    day.consentsGiven = 0;
    day.consentsUsed = 0;
    day.consentsEnded = 0;
  }
  return day;
}
