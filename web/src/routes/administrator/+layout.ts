import { AdministratorDesk } from "./administratorDesk.svelte.ts";
import { Decisions } from "./decisions.svelte.ts";
import { NetworkDesk } from "./networkDesk.svelte.ts";
import type { LayoutLoad } from "./$types";

/** The same desks for all of an administrator's pages, so that going from one to the next reads nothing twice. */
export const load: LayoutLoad = async ({ parent }) => {
  const { app } = await parent();
  const decisions = new Decisions(app);
  return { decisions, desk: new AdministratorDesk(app, decisions), networkDesk: new NetworkDesk(app, decisions) };
};
