import { readFile, rename, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { secretBytes } from "../configuration/secret.ts";
import { replaceRegister } from "../node/replace-register.ts";
import { RegisterError } from "./parse-register.ts";
import { registerEntries } from "./register-entries.ts";

const USAGE = `usage: REGISTER_SECRET=… node src/register/import-register.ts REGISTER.csv [ENTRIES.json | --store FILE]

Checks a register of licences, and nothing more: a dry run. Then, for Cloudflare, writes what to store:
  node src/register/import-register.ts REGISTER.csv ENTRIES.json
  npx wrangler kv bulk put ENTRIES.json --binding REGISTER --remote
or, for Node, replaces the register in the worker's file, which may be in use:
  node src/register/import-register.ts REGISTER.csv --store otp.sqlite
`;

/** The import command. Says what was done; writes everything or nothing. */
async function importRegister(args: readonly string[]): Promise<string> {
  const { positionals, store } = parseCommand(args);
  const [csvFile, entriesFile] = positionals;
  if (csvFile === undefined || positionals.length > 2 || (entriesFile !== undefined && store !== undefined)) {
    throw new UsageError();
  }
  const secret = secretBytes.safeParse(process.env["REGISTER_SECRET"] ?? "");
  if (!secret.success) throw new UsageError(`REGISTER_SECRET ${secret.error.issues[0]?.message}`);

  const entries = await registerEntries(await readText(csvFile), { registerSecret: secret.data });
  if (store !== undefined) {
    replaceRegister(store, entries);
    return `${entries.length} licences are the register in ${store} now.`;
  }
  if (entriesFile === undefined) return `${entries.length} licences are in order. Nothing was written.`;
  await writeFile(`${entriesFile}.new`, JSON.stringify(entries), { mode: 0o600 });
  await rename(`${entriesFile}.new`, entriesFile);
  return `${entries.length} licences written to ${entriesFile}.`;
}

function parseCommand(args: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { store: { type: "string" } },
    });
    return { positionals, store: values.store };
  } catch {
    throw new UsageError();
  }
}

async function readText(file: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(await readFile(file));
  } catch (error) {
    const reason = error instanceof TypeError ? "is not UTF-8 text" : "cannot be read";
    throw new UsageError(`${file} ${reason}. Nothing was imported.`);
  }
}

class UsageError extends Error {
  override readonly name = "UsageError";

  constructor(problem?: string) {
    super(problem === undefined ? USAGE : `${problem}\n\n${USAGE}`);
  }
}

try {
  process.stdout.write(`${await importRegister(process.argv.slice(2))}\n`);
} catch (error) {
  if (!(error instanceof RegisterError || error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
