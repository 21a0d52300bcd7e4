import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Lets go of what is not in use. Left alone, the engine lets garbage pile up to several times what is. */
export function tidyHeap(): void {
  collect();
}
