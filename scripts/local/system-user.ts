import { execFileSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Whom to run as a program that refuses root: `postgres` or `nobody` for root, null (ourselves) for everyone else.
 *
 * @throws NoUnprivilegedUserError for root on a system with neither.
 */
export function unprivilegedUser(): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ["postgres", "nobody"]) {
    try {
      return { name, uid: idOf(name, "-u"), gid: idOf(name, "-g") };
    } catch {
      // No such user here.
    }
  }
  throw new NoUnprivilegedUserError();
}

/** Whether a user can reach a folder: every folder above it lets others through. Asked of the system when it is ourselves. */
export function canReach(user: SystemUser | null, folder: string): boolean {
  try {
    if (user === null) {
      accessSync(folder, constants.R_OK | constants.X_OK);
      return true;
    }
    for (let current = path.resolve(folder); ; current = path.dirname(current)) {
      const { mode, uid } = statSync(current);
      const passes = uid === user.uid ? mode & 0o100 : mode & 0o001;
      if (!passes) return false;
      if (current === path.dirname(current)) return true;
    }
  } catch {
    return false;
  }
}

function idOf(name: string, flag: "-u" | "-g"): number {
  return Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
}

export class NoUnprivilegedUserError extends Error {
  override name = "NoUnprivilegedUserError";

  constructor() {
    super(
      "Postgres refuses to run as root, and this system has neither a user postgres nor nobody. Run as another user.",
    );
  }
}
