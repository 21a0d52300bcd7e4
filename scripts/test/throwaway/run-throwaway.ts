/** A run with a stack that says how it goes and takes its time, and a process beside it; it waits for a signal. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "../../local/stack.ts";
import { openThrowaway } from "../../local/throwaway-stack.ts";
import { launchBrowser } from "../e2e/browser.ts";

const [when] = process.argv.slice(2);
const throwaway = openThrowaway("throwaway-test", start);

const beside = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true, stdio: "ignore" });
throwaway.record.addProcess("beside", beside.pid!);
console.log(`folder ${throwaway.folder}`);
console.log(`beside ${beside.pid}`);
if (when === "while it starts") console.log("ready");
await throwaway.startStack();
if (when === "with two stacks") await throwaway.startStack("another");
if (when === "with a browser open") await launchBrowser();
if (when === "while something runs")
  void throwaway.unlessInterrupted(once(beside, "exit")).then(() => console.log("went on"));
if (when === "while it ends") void throwaway.end().then(() => console.log("went on"));
else console.log("ready");
await sleep(60_000);

async function start(_: string, signal: AbortSignal): Promise<Stack> {
  if (when === "while it starts") {
    await sleep(60_000, undefined, { signal }).catch(() => sleep(100));
    console.log("not started");
    throw new Error("aborted");
  }
  const stop = async (): Promise<void> => {
    if (when === "while it ends") console.log("ready");
    await sleep(300);
    console.log("stopped");
  };
  return { urls: {}, failed: new Promise(() => {}), stop } as unknown as Stack;
}
