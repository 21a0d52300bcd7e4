import type { Actor } from "./actor.ts";
import { authoriserOf } from "./authoriser.ts";
import { goTo } from "./chain.ts";
import { keyPublication } from "./keys.ts";
import { startRecovery } from "./recoveries.ts";
import type { World } from "./world.ts";

/** Gives the patient's chart to a new holder, who has no key yet, after the delay. */
export async function recover({ patient, chart }: World, newHolder: Actor): Promise<void> {
  await startRecovery(chart, authoriserOf(patient), newHolder);
  await newHolder.registry.write.publishKey([await keyPublication(newHolder)]);
  const [, readyAt] = await newHolder.registry.read.recoveryOf([chart]);
  await goTo(readyAt);
  await newHolder.registry.write.completeRecovery([chart]);
}
