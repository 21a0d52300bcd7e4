import { Bytes } from "@graphprotocol/graph-ts";
import { PeriodCount } from "../generated/schema";
import { periodId } from "./ids";

// [Note: periods] A role, care or an assignment can end and start again. Each period is an entity of its own, so that past ones
// stay. Their numbers run from 1; the newest is found by the count, without keeping a list. Announcements of a role, recoveries, replacements
// and requests are numbered in the same way.

/** The id of a new period of `periods`. */
export function startPeriod(periods: Bytes): Bytes {
  const count = fetchPeriodCount(periods);
  count.count = count.count + 1;
  count.save();
  return periodId(periods, count.count);
}

/** The id of the newest period of `periods`; of no entity when there is none. */
export function newestPeriod(periods: Bytes): Bytes {
  return periodId(periods, fetchPeriodCount(periods).count);
}

function fetchPeriodCount(periods: Bytes): PeriodCount {
  let count = PeriodCount.load(periods);
  if (count === null) {
    count = new PeriodCount(periods);
    count.count = 0;
  }
  return count;
}
