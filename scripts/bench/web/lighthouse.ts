import lighthouse from "lighthouse";
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { launchBrowser } from "../../test/e2e/browser.ts";
import { median } from "../worker/statistics.ts";

/** Each page is judged so often: what else this machine does moves the speed of a single run. */
const RUNS = 3;

/** From 0 to 1. */
export interface Scores {
  readonly performance: number;
  readonly accessibility: number;
  readonly bestPractices: number;
}

/**
 * Has Lighthouse judge pages of `origin` with its own mobile settings: a telephone of the middle class on slow 4G.
 *
 * @throws when it cannot judge one, with why.
 */
export async function judgePages(origin: string, pages: readonly string[]): Promise<Map<string, Scores>> {
  const port = await freePort();
  const browser = await launchBrowser([`--remote-debugging-port=${port}`]);
  try {
    const scores = new Map<string, Scores>();
    for (const page of pages) scores.set(page, await judge(origin + page, port));
    return scores;
  } finally {
    await browser.close();
  }
}

async function judge(url: string, port: number): Promise<Scores> {
  const runs: Scores[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await judgeOnce(url, port));
  const of = (name: keyof Scores) => median(runs.map((scores) => scores[name]));
  return { performance: of("performance"), accessibility: of("accessibility"), bestPractices: of("bestPractices") };
}

async function judgeOnce(url: string, port: number): Promise<Scores> {
  const result = await lighthouse(url, {
    port,
    logLevel: "error",
    onlyCategories: ["performance", "accessibility", "best-practices"],
  });
  if (result === undefined) throw new Error(`Lighthouse said nothing about ${url}.`);
  const { categories, runtimeError } = result.lhr;
  if (runtimeError !== undefined) throw new Error(`Lighthouse could not judge ${url}: ${runtimeError.message}`);
  const scoreOf = (name: string): number => {
    const score = categories[name]?.score;
    if (score == null) throw new Error(`Lighthouse gave ${url} no score for ${name}.`);
    return score;
  };
  return {
    performance: scoreOf("performance"),
    accessibility: scoreOf("accessibility"),
    bestPractices: scoreOf("best-practices"),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
