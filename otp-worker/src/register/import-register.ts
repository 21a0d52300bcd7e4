import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { secretBytes } from "../configuration/secret.ts";
import { RegisterError } from "./parse-register.ts";
import { registerEntries } from "./register-entries.ts";

const USAGE = `usage: REGISTER_SECRET=… node src/register/import-register.ts REGISTER.csv [ENTRIES.json]

Checks a register of licences. With a second file, writes there what to store:
  npx wrangler kv bulk put ENTRIES.json --binding REGISTER --remote
`;

/** The import command. Without a second file nothing is written: a dry run. */
async function importRegister([csvFile, entriesFile]: readonly string[]): Promise<string> {
  if (csvFile === undefined) throw new UsageError();
  const secret = secretBytes.safeParse(process.env["REGISTER_SECRET"] ?? "");
  if (!secret.success) throw new UsageError(`REGISTER_SECRET ${secret.error.issues[0]?.message}`);

  const entries = await registerEntries(await readFile(csvFile, "utf8"), { registerSecret: secret.data });
  if (entriesFile === undefined) return `${entries.length} licences are in order. Nothing was written.`;
  await writeFile(entriesFile, JSON.stringify(entries), { mode: 0o600 });
  return `${entries.length} licences written to ${entriesFile}.`;
}

class UsageError extends Error {
  override readonly name = "UsageError";

  constructor(problem?: string) {
    super(problem === undefined ? USAGE : `${problem}\n\n${USAGE}`);
  }
}

try {
  const { positionals } = parseArgs({ allowPositionals: true });
  process.stdout.write(`${await importRegister(positionals)}\n`);
} catch (error) {
  if (!(error instanceof RegisterError || error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
