import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { processIdentity } from "../local/process-identity.ts";

const program = new URL("throwaway/run-throwaway.ts", import.meta.url).pathname;

it.each([
  ["while it starts", "SIGINT", "not started"],
  ["while it runs", "SIGINT", "stopped"],
  ["while it runs", "SIGTERM", "stopped"],
  ["while it runs", "SIGHUP", "stopped"],
  ["while something runs", "SIGINT", "stopped"],
  ["while it ends", "SIGINT", "stopped"],
  ["with a browser open", "SIGINT", "stopped"],
  ["with two stacks", "SIGINT", "stopped\nstopped"],
] as const)("a run that is interrupted %s, by %s, leaves nothing", { timeout: 30_000 }, async (when, signal, last) => {
  const run = spawn(process.execPath, [program, when], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  run.stdout.on("data", (chunk) => (said += String(chunk)));
  await vi.waitFor(() => expect(said).toContain("ready\n"), { timeout: 20_000 });
  const ended = once(run, "close");
  run.kill(signal);
  // Somebody who is impatient changes nothing.
  run.kill(signal);
  expect(await ended).toEqual([130, null]);
  expect(said).toContain(`${last}\n`);
  expect(said).not.toContain("went on");
  expect(existsSync(/folder (.+)/.exec(said)![1]!)).toBe(false);
  expect(processIdentity(Number(/beside (\d+)/.exec(said)![1]))).toBeNull();
});
