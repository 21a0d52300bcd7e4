import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../src/node/open-database.ts";
import { sqlOver } from "../../src/node/sql-over.ts";

const otpWorker = path.join(import.meta.dirname, "../..");
const SECRET = "9a3bd0c4e7f81625344352617089bacdfe0f1e2d3c4b5a69788796a5b4c3d2e1";
const HEADER = "authority,registrationNumber,professionalName,specialty,phone,validUntil";
const ADA = "NMC-DEMO,GM-11,Dr Ada Quillfeather,General medicine,+12025550120,2030-06-30";
const BEN = "NMC-DEMO,GM-12,Dr Ben Larkspur,General medicine,+12025550121,2030-06-30";

let folder: string;
let store: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "chartkey-import-"));
  store = path.join(folder, "otp.sqlite");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(csv: string | Uint8Array, args: readonly string[], secret = SECRET) {
  const file = path.join(folder, "register.csv");
  writeFileSync(file, csv);
  const program = spawnSync(process.execPath, ["src/register/import-register.ts", file, ...args], {
    cwd: otpWorker,
    env: { ...process.env, REGISTER_SECRET: secret },
    encoding: "utf8",
  });
  return { code: program.status, said: program.stdout + program.stderr };
}

function held() {
  const database = openDatabase(store);
  const rows = sqlOver(database)<{ key: string; value: string }>("SELECT * FROM register ORDER BY key");
  database.close();
  return rows;
}

describe("the import command", () => {
  it("writes nothing in a dry run", () => {
    const { code, said } = run(`${HEADER}\n${ADA}\n`, []);
    expect(code).toBe(0);
    expect(said).toContain("1 licences are in order. Nothing was written.");
    expect(existsSync(store)).toBe(false);
  });

  it("replaces the register in a file, in which nobody can read who is in it", () => {
    expect(run(`${HEADER}\n${ADA}\n`, ["--store", store]).code).toBe(0);
    expect(run(`${HEADER}\n${BEN}\n`, ["--store", store]).code).toBe(0);
    expect(held()).toHaveLength(1);
    const bytes = ["", "-wal"].map((end) => path.join(folder, `otp.sqlite${end}`)).filter((file) => existsSync(file));
    for (const file of bytes) {
      const text = readFileSync(file, "latin1");
      for (const secret of ["Larkspur", "Quillfeather", "12025550121", "GM12", "GM-12", SECRET]) {
        expect(text).not.toContain(secret);
      }
    }
  });

  it("writes what wrangler stores", () => {
    const entries = path.join(folder, "entries.json");
    expect(run(`${HEADER}\n${ADA}\n`, [entries]).code).toBe(0);
    expect(JSON.parse(readFileSync(entries, "utf8"))).toEqual([
      { key: expect.stringMatching(/^licence:[0-9a-f]{64}$/), value: expect.any(String) },
    ]);
  });

  it("names each bad line and leaves the register as it was", () => {
    run(`${HEADER}\n${ADA}\n`, ["--store", store]);
    const before = held();
    const bad = [BEN.replace("+12025550121", "12345"), ADA, BEN.replace("2030-06-30", "soon")];
    const { code, said } = run([HEADER, ...bad].join("\n"), ["--store", store]);
    expect(code).toBe(1);
    expect(said).toContain("Nothing was imported.");
    expect(said).toContain("line 2: phone is no phone number");
    expect(said).toContain("line 4: validUntil is no date");
    expect(said).not.toContain("12345");
    expect(held()).toEqual(before);
  });

  it.each([
    ["without a secret", [], "", "REGISTER_SECRET is weak"],
    ["with a weak secret", [], "0".repeat(64), "REGISTER_SECRET is weak"],
    ["with an option that it does not have", ["--force"], SECRET, "usage:"],
    ["with two targets", ["entries.json", "--store", "x.sqlite"], SECRET, "usage:"],
  ])("says what is wrong %s", (_, args, secret, words) => {
    const { code, said } = run(`${HEADER}\n${ADA}\n`, args, secret);
    expect(code).toBe(1);
    expect(said).toContain(words);
  });

  it("refuses a file that is not UTF-8", () => {
    const { code, said } = run(Uint8Array.of(0xff, 0xfe, 0x41), []);
    expect(code).toBe(1);
    expect(said).toContain("is not UTF-8 text");
  });
});
