import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { createPublicClient, http } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { checkPortsFree, findFreeOffset, type Ports, portsAt } from "../local/ports.ts";
import { processIdentity } from "../local/process-identity.ts";
import { readState } from "../local/state.ts";
import { runStart, type StartPlace, type StartRun } from "./start/run-start.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

let place: StartPlace;
let ports: Ports;
const runs: StartRun[] = [];

beforeAll(async () => {
  // Below the ports that systems give to outgoing connections, which may take one while nothing of ours listens.
  const portOffset = await findFreeOffset(22_000);
  place = { stateFolder: mkdtempSync(path.join(tmpdir(), "chartkey-start-test-")), portOffset };
  ports = portsAt(portOffset);
});

afterEach(async () => {
  // Whatever a failed test left running.
  for (const run of runs.splice(0)) {
    run.kill("SIGINT");
    await run.ended;
  }
});

afterAll(() => rmSync(place.stateFolder, { recursive: true, force: true }));

function start(...args: string[]): StartRun {
  const run = runStart(place, args);
  runs.push(run);
  return run;
}

async function stop(run: StartRun): Promise<void> {
  run.kill("SIGINT");
  expect((await run.ended).code).toBe(0);
}

/** The processes a run has written down as its own, by name. */
function parts(): ReadonlyMap<string, number> {
  const record = JSON.parse(readFileSync(path.join(place.stateFolder, "processes.json"), "utf8")) as {
    processes: { name: string; pid: number }[];
  };
  return new Map(record.processes.map(({ name, pid }) => [name, pid]));
}

async function blockHash(blockNumber: bigint): Promise<string> {
  const client = createPublicClient({ transport: http(`http://127.0.0.1:${ports.chain}`) });
  return (await client.getBlock({ blockNumber })).hash;
}

describe("given nothing was started before", () => {
  it("brings everything up, and every URL answers", async () => {
    const run = start();
    await run.untilReady();

    const lines = run.output().split("\n");
    const first = lines.findIndex((line) => line.includes("ready"));
    expect(lines[first]).toMatch(/^ready/);
    const urls = [
      ...lines
        .slice(first)
        .join("\n")
        .matchAll(/https?:\/\/\S+/g),
    ].map(([url]) => url);
    expect(urls[0]).toBe(`http://localhost:${ports.web}`);
    expect(urls).toHaveLength(6);

    for (const url of [`http://127.0.0.1:${ports.web}`, `http://127.0.0.1:${ports.smsInbox}`]) {
      expect(await (await fetch(url)).text()).toContain("<html");
    }
    const page = await (await fetch(`http://127.0.0.1:${ports.web}`)).text();
    expect(page).toMatch(/<noscript>.*Chartkey needs JavaScript/s);
    const health = await fetch(`http://127.0.0.1:${ports.otpWorker}/v1/health`);
    expect(await health.json()).toEqual({ ok: true });
    const index = await fetch(`http://127.0.0.1:${ports.graphNode}/subgraphs/name/subgraph-0`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ hospitals { name } reports { id } }" }),
    });
    // The whole demo is in the lists.
    const { data } = (await index.json()) as { data: { hospitals: unknown[]; reports: unknown[] } };
    expect(data.hospitals).toHaveLength(2);
    expect(data.reports).toHaveLength(5);

    await stop(run);
  });
});

describe("given it ran before", () => {
  it("goes on with the same chain, and Ctrl-C leaves no process and no port in use", async () => {
    const before = readState(place.stateFolder);
    const run = start();
    await run.untilReady();
    expect(readState(place.stateFolder)).toEqual(before);
    expect(run.output()).not.toContain("contracts, deployed");
    expect(await blockHash(3n)).toMatch(/^0x/);
    const pids = [...parts().values()];
    expect(pids.length).toBeGreaterThanOrEqual(4);

    await stop(run);
    expect(pids.filter((pid) => processIdentity(pid) !== null)).toEqual([]);
    await expect(checkPortsFree(ports)).resolves.toBeUndefined();
  });

  it("starts again after its process was killed, on the same chain, and ends what was left", async () => {
    const killed = start();
    await killed.untilReady();
    const hash = await blockHash(3n);
    const orphans = [...parts().values()];
    killed.kill("SIGKILL");
    await killed.ended;

    const run = start();
    await run.untilReady();
    expect(run.output()).toContain("Ended what an earlier run left behind");
    expect(await blockHash(3n)).toBe(hash);
    expect(orphans.filter((pid) => processIdentity(pid) !== null)).toEqual([]);
    await stop(run);
  });

  it("refuses a second start while it runs, and says where it runs", async () => {
    const run = start();
    await run.untilReady();
    const second = start();
    expect((await second.ended).code).toBe(1);
    expect(second.output()).toContain("is running");
    expect(second.output()).toContain(`http://localhost:${ports.web}`);
    expect(second.output()).not.toContain("ready");

    expect((await fetch(`http://127.0.0.1:${ports.otpWorker}/v1/health`)).ok).toBe(true);
    await stop(run);
  });

  it("takes the place of a run whose launcher was killed, after stopping it in order", async () => {
    const launcher = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(launcher, "spawn");
    const orphan = runStart(place, [], launcher.pid);
    runs.push(orphan);
    await orphan.untilReady();
    launcher.kill("SIGKILL");
    await once(launcher, "exit");

    const run = start();
    await run.untilReady();
    expect((await orphan.ended).code).toBe(0);
    expect(orphan.output()).toContain("Stopped.");
    await stop(run);
  });

  it("refuses a state that belongs to another address of the page, and leaves it alone", async () => {
    const before = readState(place.stateFolder);
    const other = { ...place, portOffset: await findFreeOffset(place.portOffset + 100) };
    const run = runStart(other);
    runs.push(run);
    expect((await run.ended).code).toBe(1);
    expect(run.output()).toContain(`belongs to http://localhost:${ports.web}`);
    expect(readState(place.stateFolder)).toEqual(before);
  });

  for (const part of ["chain", "graph-node", "OTP worker", "Postgres"]) {
    it(`names ${part} when it dies, shows its log and stops the rest`, async () => {
      const run = start();
      await run.untilReady();
      const pids = [...parts().values()];
      process.kill(parts().get(part) ?? 0, "SIGKILL");

      expect((await run.ended).code).toBe(1);
      expect(run.output()).toContain(`${part} was ended by SIGKILL`);
      expect(run.output()).toContain("The end of its log");
      const tail = run
        .output()
        .split("\n")
        .filter((line) => line.startsWith("  | "));
      expect(tail.filter((line) => line.length > 124)).toEqual([]);
      expect(pids.filter((pid) => processIdentity(pid) !== null)).toEqual([]);
      await expect(checkPortsFree(ports)).resolves.toBeUndefined();
    });
  }

  it("sets aside a state that older contracts made, and begins a new one", async () => {
    const file = path.join(place.stateFolder, "state.json");
    const state = JSON.parse(readFileSync(file, "utf8")) as object;
    writeFileSync(file, JSON.stringify({ ...state, contractBuild: "an older one" }));

    const run = start();
    await run.untilReady();
    expect(run.output()).toContain("was set aside in");
    expect(run.output()).toContain("contracts, deployed");
    const [aside] = readdirSync(place.stateFolder).filter((name) => name.startsWith("set-aside-"));
    expect(readdirSync(path.join(place.stateFolder, aside ?? ""))).toEqual(
      expect.arrayContaining(["chain", "blobs", "state.json", "secrets.json"]),
    );
    await stop(run);
  });

  it("begins afresh when told to", async () => {
    const secrets = readFileSync(path.join(place.stateFolder, "secrets.json"), "utf8");
    const run = start("--reset");
    await run.untilReady();
    expect(run.output()).toContain("contracts, deployed");
    expect(readFileSync(path.join(place.stateFolder, "secrets.json"), "utf8")).not.toBe(secrets);
    await stop(run);
  });
});

describe("given a port is in use by another program", () => {
  it("names the port and the part, and starts nothing", async () => {
    const other = createServer().listen(ports.chain, "127.0.0.1");
    await once(other, "listening");
    const run = start();
    expect((await run.ended).code).toBe(1);
    expect(run.output()).toContain(`Port ${ports.chain}, for the chain, is in use by another program.`);
    expect(run.output()).not.toContain("Postgres");
    other.close();
  });
});

describe("given the page's port is in use under both of its addresses", () => {
  it("says so once", async () => {
    const other = createServer().listen(ports.web, "::");
    await once(other, "listening");
    const run = start();
    expect((await run.ended).code).toBe(1);
    expect(run.output().match(/is in use by another program/g)).toHaveLength(1);
    other.close();
  });
});

describe("given a port offset that leads to no port", () => {
  it("says what it may be", async () => {
    const run = runStart({ ...place, portOffset: 70_000 });
    runs.push(run);
    expect((await run.ended).code).toBe(1);
    expect(run.output()).toMatch(/^CHARTKEY_PORT_OFFSET is a whole number/);
  });
});

describe("given an option that there is not", () => {
  it("names the one there is, and nothing else", async () => {
    const run = start("--bogus");
    expect((await run.ended).code).toBe(1);
    expect(run.output()).toBe("npm start takes one option: npm start -- --reset begins afresh. Nothing was started.\n");
  });
});

describe("given a first start was interrupted", () => {
  it("leaves nothing running, and the next start begins from nothing", async () => {
    const interrupted = start("--reset");
    while (!interrupted.output().includes("contracts, deployed"))
      await new Promise((resolve) => setTimeout(resolve, 20));
    interrupted.kill("SIGINT");
    expect((await interrupted.ended).code).toBe(130);
    await expect(checkPortsFree(ports)).resolves.toBeUndefined();
    expect(readState(place.stateFolder)).toBeNull();
  });
});
