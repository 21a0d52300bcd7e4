/**
 * Brings up everything on this machine and stays until Ctrl-C.
 *
 * ```sh
 * npm start
 * npm start -- --reset                     # begin afresh
 * CHARTKEY_PORT_OFFSET=100 npm start       # other ports
 * CHARTKEY_STATE_DIR=/elsewhere npm start  # other state
 * ```
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { portsAt } from "./local/ports.ts";
import { projectFolder } from "./local/project-folder.ts";
import { startStack } from "./local/stack.ts";
import type { StackUrls } from "./local/stack-urls.ts";
import { StoppedError } from "./local/supervise.ts";

const reset = readReset();
const portOffset = readPortOffset();
// Keys are bound to the page's address, so every offset has a state of its own.
const defaultFolder = portOffset === 0 ? ".chartkey" : `.chartkey/offset-${portOffset}`;
const stateFolder = path.resolve(projectFolder, process.env["CHARTKEY_STATE_DIR"] ?? defaultFolder);

const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopped.abort());
// Whoever started us was killed: nobody is left to stop us.
process.on("disconnect", () => stopped.abort());

const begin = performance.now();
process.exit(await run());

/** The only option there is. */
function readReset(): boolean {
  try {
    return parseArgs({ options: { reset: { type: "boolean", default: false } } }).values.reset;
  } catch {
    refuse("npm start takes one option: npm start -- --reset begins afresh. Nothing was started.");
  }
}

function readPortOffset(): number {
  const offset = Number(process.env["CHARTKEY_PORT_OFFSET"] ?? 0);
  try {
    portsAt(offset);
    return offset;
  } catch (error) {
    refuse((error as Error).message);
  }
}

function refuse(why: string): never {
  console.error(why);
  process.exit(1);
}

async function run(): Promise<number> {
  console.log(`Starting Chartkey on this machine. Its state is kept in ${stateFolder}.`);
  try {
    const stack = await startStack({ stateFolder, portOffset, reset, onPart, onNotice }, stopped.signal);
    announce(stack.urls);
    const death = await Promise.race([stack.failed, whenStopped()]);
    if (death === null) {
      console.log("\nStopping, in order.");
      await stack.stop();
      console.log("Stopped. Chain, blobs and messages are kept for the next start.");
      return 0;
    }
    console.error(`\n${death.message}\nStopping the rest.`);
    await stack.stop();
    return 1;
  } catch (error) {
    if (error instanceof StoppedError) {
      console.log("\nStopped before everything was up.");
      return 130;
    }
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

function whenStopped(): Promise<null> {
  return new Promise((resolve) => {
    if (stopped.signal.aborted) resolve(null);
    stopped.signal.addEventListener("abort", () => resolve(null), { once: true });
  });
}

function onPart(part: string, milliseconds: number, remark: string): void {
  console.log(`  ${part.padEnd(26)} ${(milliseconds / 1000).toFixed(1).padStart(5)} s  ${remark}`.trimEnd());
}

function onNotice(notice: string): void {
  console.log(notice);
}

function announce(urls: StackUrls): void {
  const ports = portsAt(portOffset);
  const open = [ports.graphNode, ports.graphNodeAdmin, ports.graphNodeIndex, ports.graphNodeMetrics].join(", ");
  console.log(`
ready in ${((performance.now() - begin) / 1000).toFixed(1)} s
  web app       ${urls.webOrigin}
  SMS inbox     ${urls.inboxUrl}
  OTP worker    ${urls.otpUrl}
  subgraph      ${urls.subgraphUrl}
  blob gateway  ${urls.gatewayUrl}/ipfs/
  chain         ${urls.rpcUrl} (chain id ${urls.chainId})

Everything listens on this machine only, except graph-node, which cannot: its ports ${open} are open to
your network, without a password. They serve public events of this demo; still, use a network you trust.
Stop with Ctrl-C.`);
}
