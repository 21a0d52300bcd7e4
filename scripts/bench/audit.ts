import { spawn } from "node:child_process";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { EthereumProvider } from "hardhat/types/providers";
import { grant } from "../../contracts/test/gas/forms/consent.ts";
import { newReport, reportOf } from "../../contracts/test/gas/forms/report.ts";
import { buildWorld, NORTHFIELD, type World } from "../../contracts/test/gas/world.ts";
import { projectFolder } from "../local/project-folder.ts";
import { productionBuild } from "./gas/production-build.ts";

const EVENTS = Number(process.env["CHARTKEY_AUDIT_EVENTS"] ?? 100_000);
const MOST_MB = 256;
const REPORTS = 200;
/** Reports shared, or not shared any more, in one transaction. */
const AT_ONCE = 20;

/** Has the audit's own process tell its peak when it ends. */
const sayPeak = path.join(projectFolder, "scripts/bench/audit/say-peak.ts");

/**
 * Shares many reports with a doctor and stops, again and again, until there are 100,000 events; then has them checked by a process
 * of its own, and holds its memory against the limit. Returns whether nothing differed, within the limit.
 */
export async function benchAudit(): Promise<boolean> {
  const { network, bytecode } = await productionBuild();
  const { provider } = await network.create({ network: "sim", chainType: "l1" });
  const world = await buildWorld(provider, bytecode);
  const begin = performance.now();
  await makeEvents(world);
  console.log(`Made some ${EVENTS} events in ${seconds(begin)} s.`);

  const node = await serve(provider);
  const checking = performance.now();
  const { code, output, peak } = await runAudit(node.url, world.contracts.records);
  node.close();
  console.log(output.trim());
  const events = Number(/checked (\d+) events/.exec(output)?.[1] ?? 0);
  const peakMb = Math.ceil(peak / 1024);
  console.log(`audit events=${events} seconds=${seconds(checking)} peak_mb=${peakMb}`);
  return code === 0 && events >= EVENTS && peakMb > 0 && peakMb <= MOST_MB;
}

async function makeEvents({ contracts, chart, doctor, patient, colleague, send }: World): Promise<void> {
  const names = Array.from({ length: REPORTS }, (_, n) => `one of many reports, ${n}`);
  for (const name of names) await send(doctor.records("addReport", [newReport(chart, NORTHFIELD, name)]));
  const reports = names.map((name) => reportOf(contracts, chart, doctor.address, name));
  // A grant adds one to the counter, a stop two.
  for (let round = 0, made = REPORTS; made < EVENTS; round++, made += 2 * REPORTS) {
    for (let first = 0; first < REPORTS; first += AT_ONCE) {
      const some = reports.slice(first, first + AT_ONCE);
      await send(patient.records("grantConsents", [grant(colleague.address, some, 3 * round)]));
      await send(patient.records("stopConsents", [some, colleague.address]));
    }
  }
}

/** The simulated chain over HTTP, on this machine only. */
async function serve(provider: EthereumProvider) {
  const answer = async ({ id, method, params }: { id: number; method: string; params: unknown[] }) => {
    try {
      return { jsonrpc: "2.0", id, result: await provider.request({ method, params }) };
    } catch (error) {
      return { jsonrpc: "2.0", id, error: { code: -32_000, message: String(error) } };
    }
  };
  const server = createServer((request, response) => {
    void bodyOf(request).then(async (body) => {
      const asked = JSON.parse(body) as Parameters<typeof answer>[0] | Parameters<typeof answer>[0][];
      const answered = Array.isArray(asked) ? await Promise.all(asked.map(answer)) : await answer(asked);
      response.setHeader("content-type", "application/json").end(JSON.stringify(answered));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}

function runAudit(url: string, address: string): Promise<{ code: number | null; output: string; peak: number }> {
  const script = path.join(projectFolder, "scripts/audit.ts");
  const child = spawn(process.execPath, ["--import", sayPeak, script, "--rpc", url, "--address", address, "--anew"]);
  let output = "";
  let errors = "";
  child.stdout.on("data", (data: Buffer) => (output += data.toString()));
  child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      const peak = Number(/^peak (\d+)$/m.exec(errors)?.[1] ?? 0);
      resolve({ code, output: output + errors.replace(/^peak \d+\n/m, ""), peak });
    });
  });
}

function seconds(begin: number): string {
  return ((performance.now() - begin) / 1000).toFixed(1);
}
