import { desksOf } from "./desks.ts";
import type { LayoutLoad } from "./$types";

/** The same desks for all of an administrator's pages, so that going from one to the next reads nothing twice. */
export const load: LayoutLoad = async ({ parent }) => desksOf((await parent()).app);
