import type { Operation } from "./operation.ts";
import { attestations } from "./operations/attestations.ts";
import { care } from "./operations/care.ts";
import { charts } from "./operations/charts.ts";
import { consents } from "./operations/consents.ts";
import { pausing } from "./operations/pausing.ts";
import { reading } from "./operations/reading.ts";
import { recovery } from "./operations/recovery.ts";
import { reports } from "./operations/reports.ts";
import { roles } from "./operations/roles.ts";
import { stops } from "./operations/stops.ts";

/** Everything that anyone can do, by what people call it. An act that costs differently by what was before is there twice. */
const all = {
  ...roles,
  ...pausing,
  ...charts,
  ...recovery,
  ...attestations,
  ...care,
  ...reports,
  ...consents,
  ...stops,
  ...reading,
};

export type OperationName = keyof typeof all;

export const operations = Object.entries(all) as [OperationName, Operation][];
