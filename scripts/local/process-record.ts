import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processIdentity } from "./process-identity.ts";

interface RecordedProcess {
  readonly name: string;
  readonly pid: number;
  readonly identity: string;
}

interface Recorded {
  readonly processes: readonly RecordedProcess[];
  readonly folders: readonly string[];
}

/** Written down before it is needed: what must go if this process is killed before it can clean up. */
export interface ProcessRecord {
  addProcess(name: string, pid: number): void;
  removeProcess(pid: number): void;
  addFolder(folder: string): void;
  removeFolder(folder: string): void;
  /** Ends the processes and deletes the folders an earlier run left behind. Returns the names of the processes it ended. */
  endLeftovers(): Promise<string[]>;
}

/** Folders outside the state folder are deleted only when their name begins so. */
export const TEMPORARY_PREFIX = "chartkey-";

const GRACE_MS = 6_000;

/** @param file Where the record lives; created when first needed. */
export function openProcessRecord(file: string): ProcessRecord {
  let recorded = read(file);

  function write(next: Recorded): void {
    recorded = next;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(next, null, 2));
    renameSync(`${file}.new`, file);
  }

  return {
    addProcess(name, pid) {
      const identity = processIdentity(pid);
      if (identity === null) return;
      write({ ...recorded, processes: [...recorded.processes, { name, pid, identity }] });
    },
    removeProcess(pid) {
      write({ ...recorded, processes: recorded.processes.filter((process) => process.pid !== pid) });
    },
    addFolder(folder) {
      write({ ...recorded, folders: [...recorded.folders, folder] });
    },
    removeFolder(folder) {
      write({ ...recorded, folders: recorded.folders.filter((other) => other !== folder) });
    },
    async endLeftovers() {
      const alive = recorded.processes.filter(isSame);
      for (const { pid } of alive) signalGroup(pid, "SIGINT");

      const deadline = Date.now() + GRACE_MS;
      while (alive.some(isSame) && Date.now() < deadline) await sleep(50);
      for (const { pid } of alive.filter(isSame)) signalGroup(pid, "SIGKILL");
      while (alive.some(isSame) && Date.now() < deadline + GRACE_MS) await sleep(20);

      for (const folder of recorded.folders) {
        if (path.basename(folder).startsWith(TEMPORARY_PREFIX)) rmSync(folder, { recursive: true, force: true });
      }
      write({ processes: [], folders: [] });
      return alive.map(({ name }) => name);
    },
  };
}

/** Signals a process and the group it leads; a process that leads none is signalled alone. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // Gone, or not the leader of a group.
    }
  }
}

function isSame({ pid, identity }: RecordedProcess): boolean {
  return processIdentity(pid) === identity;
}

function read(file: string): Recorded {
  try {
    const { processes, folders } = JSON.parse(readFileSync(file, "utf8")) as Partial<Recorded>;
    return { processes: processes ?? [], folders: folders ?? [] };
  } catch {
    return { processes: [], folders: [] };
  }
}
