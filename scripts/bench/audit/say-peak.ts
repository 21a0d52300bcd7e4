import { readFileSync } from "node:fs";

// Loaded before a program: has it tell, when it ends, how much memory it had at most, in KiB.
process.on("exit", () => console.error(`peak ${peak()}`));

/**
 * Linux counts into `maxRSS` what a process was before it became this program: a copy of whoever started it. `VmHWM` begins anew.
 */
function peak(): number {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
}
