import type { App } from "#lib/app.ts";
import { AdministratorDesk } from "./administratorDesk.svelte.ts";
import { Decisions } from "./decisions.svelte.ts";
import { NetworkDesk } from "./networkDesk.svelte.ts";

type Desks = { decisions: Decisions; desk: AdministratorDesk; networkDesk: NetworkDesk };

let desks: Desks | null = null;

/**
 * The one set of desks of an app. Following a link to where one is already runs every `load` again, and with other desks the forms
 * at them would lose what was typed.
 */
export function desksOf(app: App): Desks {
  if (desks?.desk.app !== app) {
    const decisions = new Decisions(app);
    desks = { decisions, desk: new AdministratorDesk(app, decisions), networkDesk: new NetworkDesk(app, decisions) };
  }
  return desks;
}
