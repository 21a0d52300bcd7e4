import type { Call, Receipt } from "./chain.ts";
import { operations, type OperationName } from "./operations.ts";
import { NOW } from "./times.ts";
import type { World } from "./world.ts";

export type Measurement = { name: OperationName; call: Call; receipt: Receipt };

/** Does everything that can be done in `world`, each thing alone, and tells what `look` saw of it. */
export async function measureEach<Seen>(
  world: World,
  look: (measured: Measurement) => Seen | Promise<Seen>,
): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const [name, operation] of operations) {
    const one = await world.undone(async () => {
      await world.goTo(NOW);
      const call = await operation(world);
      return look({ name, call, receipt: await world.send(call) });
    });
    seen.push(one);
  }
  return seen;
}
