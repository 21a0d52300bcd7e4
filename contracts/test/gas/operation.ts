import type { Call } from "./chain.ts";
import type { World } from "./world.ts";

/** Does in the world whatever must have happened before, and returns the call that is measured. */
export type Operation = (world: World) => Call | Promise<Call>;

export type Operations = Record<string, Operation>;
