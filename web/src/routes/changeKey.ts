import type { PresentWay } from "#lib/flows/changeKeyring.ts";
import { m } from "#messages";
import type { Task } from "./keySetup.svelte.ts";
import { unlockerName } from "./unlockerName.ts";

/** What somebody does about their keys: one more way to unlock, one less, or only a new key. */
export type KeyChange =
  { kind: "add"; task: Task } | { kind: "remove"; way: PresentWay; name: string } | { kind: "rotate" };

/** How far a change is: a removal or a new key says first what it does, then the key is made. */
export type ChangePart = "before" | "making" | "done";

/** What stands over it. While a new key is made, its new code is shown: that is not what is removed. */
export function changeTitle(change: KeyChange, part: ChangePart): string {
  if (change.kind === "add") return m.routes_change_key_add_title();
  if (change.kind === "rotate" || part === "making") return m.routes_change_key_rotate_title();
  return m.routes_change_key_remove_title({ name: change.name });
}

/**
 * The ways to unlock to be put together for a change. Without a removal those of before stay. After one, every other way is presented
 * again; where that leaves no recovery code, or only one way, another takes the place of what was removed.
 */
export function tasksOf(change: KeyChange, ways: readonly PresentWay[]): Task[] {
  if (change.kind === "add") return [change.task];
  if (change.kind === "rotate") return [];
  const kept = ways.filter(({ id }) => id !== change.way.id);
  const presented = kept.map(presentedAgain);
  const hasCode = kept.some(({ kind }) => kind === "recovery-code");
  const tasks: Task[] = hasCode ? presented : [{ kind: "new-code" }, ...presented];
  return tasks.length < 2 ? [...tasks, { kind: "second-way" }] : tasks;
}

function presentedAgain({ kind, label, passkey }: PresentWay): Task {
  if (kind === "recovery-code") {
    return { kind: "keep-code", label: label === null ? m.routes_common_recovery_code() : unlockerName(label) };
  }
  if (kind === "passkey" && passkey) return { kind: "keep-passkey", passkey };
  return { kind: "wallet" };
}
