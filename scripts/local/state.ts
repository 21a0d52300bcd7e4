import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Deployment } from "./contracts.ts";

/** Where everything that outlives a run is kept. */
export interface StateFiles {
  readonly folder: string;
  readonly logs: string;
  readonly lock: string;
  readonly processes: string;
  readonly secrets: string;
  readonly chain: string;
  readonly ignition: string;
  readonly blobs: string;
  readonly messages: string;
  readonly otpWorker: string;
  readonly subgraph: string;
}

export function stateFiles(folder: string): StateFiles {
  const at = (name: string): string => path.join(folder, name);
  return {
    folder,
    logs: at("logs"),
    lock: at("running.json"),
    processes: at("processes.json"),
    secrets: at("secrets.json"),
    chain: at("chain/state.json"),
    ignition: at("ignition"),
    blobs: at("blobs"),
    messages: at("messages/sms.jsonl"),
    otpWorker: at("otp-worker"),
    subgraph: at("subgraph"),
  };
}

/** What belongs together: a chain, the blobs its events name, the codes and secrets its attestations came from. */
const CONTENTS = ["state.json", "chain", "ignition", "blobs", "messages", "otp-worker", "subgraph", "secrets.json"];

/** Written last, when a new state is whole. */
export interface StateNote extends Deployment {
  readonly contractBuild: string;
  /** The page's origin, which the demo's keyrings are bound to. */
  readonly webOrigin: string;
}

/** The deployment a state folder holds; null when there is none yet, or one that was interrupted before it was whole. */
export function readState(folder: string): StateNote | null {
  try {
    return JSON.parse(readFileSync(path.join(folder, "state.json"), "utf8")) as StateNote;
  } catch {
    return null;
  }
}

export function writeState(folder: string, note: StateNote): void {
  const file = path.join(folder, "state.json");
  writeFileSync(`${file}.new`, JSON.stringify(note, null, 2));
  renameSync(`${file}.new`, file);
}

/** Deletes the state, and nothing else that may be in the folder. */
export function clearState(folder: string): void {
  for (const name of CONTENTS) rmSync(path.join(folder, name), { recursive: true, force: true });
}

/** Moves the state out of the way, whole. Returns where it went. */
export function setAsideState(folder: string): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  const target = path.join(folder, `set-aside-${time}`);
  mkdirSync(target, { recursive: true });
  for (const name of CONTENTS.filter((content) => existsSync(path.join(folder, content)))) {
    renameSync(path.join(folder, name), path.join(target, name));
  }
  return target;
}
