import { wrap, type Remote } from "comlink";
import type { Hex } from "viem";
import { createChainAccess } from "#lib/chain/chainAccess.ts";
import { History } from "#lib/history/history.svelte.ts";
import { SignedActs } from "#lib/signedActs.svelte.ts";
import { sampleNetwork } from "#lib/network/sampleNetwork.ts";
import { OpenedReports } from "#lib/openedReports.svelte.ts";
import { PatientAnswers } from "#lib/patientAnswers.svelte.ts";
import { PublishedCapsules } from "#lib/publishedCapsules.ts";
import type { App } from "#lib/app.ts";
import { CHARTS } from "./people.ts";
import type { Servers } from "./servers.worker.ts";

let servers: Remote<Servers> | null = null;

/** Lets the page read a chart of so many reports: whatever it asks is answered by a worker, with nothing on the way. */
export async function serveChart(count: number): Promise<void> {
  servers ??= wrap<Servers>(new Worker(new URL("./servers.worker.ts", import.meta.url), { type: "module" }));
  const { answer, prepare } = servers;
  await prepare(count);
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    return new Response(await answer(request.url, await request.text()), {
      headers: { "content-type": "application/json" },
    });
  };
}

/** The page's own parts, for whoever holds `account`, with the keys unlocked. */
export function openApp(account: Hex): App {
  const network = sampleNetwork;
  const chain = createChainAccess(network);
  return {
    network,
    chain,
    history: new History(chain),
    opened: new OpenedReports(),
    answers: new PatientAnswers(),
    published: new PublishedCapsules(),
    signedActs: new SignedActs(),
    keys: { account, holder: servers, whileUnlocked: (work: Promise<unknown>) => work },
    wallet: { account, client: { account: { address: account } } },
    session: { who: { chart: CHARTS[0] } },
  } as unknown as App;
}
