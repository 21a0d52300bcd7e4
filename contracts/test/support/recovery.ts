import { recoverChart } from "@chartkey/protocol/chart-forms";
import type { Actor } from "./actor.ts";
import { authoriserOf } from "./authoriser.ts";
import { goTo, now } from "./chain.ts";
import { keyPublication } from "./keys.ts";
import { location } from "./location.ts";
import type { World } from "./world.ts";

const HOUR = 3_600n;

/** The patient's authoriser names a new holder, which freezes the chart until the recovery is over. */
export async function startRecovery({ patient, chart }: World, newHolder: Actor): Promise<void> {
  const deadline = (await now()) + HOUR;
  const [, epoch] = await newHolder.registry.read.whoControls([chart]);
  const form = recoverChart(location(newHolder.registry.address), {
    chart,
    newHolder: newHolder.address,
    epoch,
    deadline,
  });
  const signature = await authoriserOf(patient).signTypedData(form);
  await newHolder.registry.write.startRecovery([chart, newHolder.address, deadline, signature, "0x"]);
}

/** Gives the chart to a new holder, after the delay. */
export async function recover(all: World, newHolder: Actor): Promise<void> {
  await startRecovery(all, newHolder);
  await newHolder.registry.write.publishKey([await keyPublication(newHolder)]);
  const [, readyAt] = await newHolder.registry.read.recoveryOf([all.chart]);
  await goTo(readyAt);
  await newHolder.registry.write.completeRecovery([all.chart]);
}
