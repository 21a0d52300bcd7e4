import { readFile } from "node:fs/promises";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import hre from "hardhat";
import solc from "solc";
import type { Abi } from "viem";
import { describe, expect, it } from "vitest";
import { chain } from "./support/chain.ts";
import { refusalOf } from "./support/refusal.ts";
import { rightfulCalls } from "./support/rightful-calls.ts";
import { world } from "./support/world.ts";

/** By how much a cost may have changed before the table has to say so. */
const TOLERANCE = 0.1;
const CONTRACTS = [
  ["Registry", registryAbi as Abi],
  ["Records", recordsAbi as Abi],
] as const;

const publicClient = await chain.viem.getPublicClient();
const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");

for (const [contract, abi] of CONTRACTS) {
  const calls = rowsUnder("Who may call what", contract);
  const events = rowsUnder("Events", contract);

  describe(`the page about the contracts, on the ${contract}`, () => {
    it("says of every function that changes anything who may call it", () => {
      expect(new Set(calls.map(nameIn))).toEqual(new Set(namesOf(abi, "function", "nonpayable")));
    });

    it("says of every event what it means", () => {
      expect(events.map(nameIn).toSorted()).toEqual(namesOf(abi, "event").toSorted());
    });

    it("names no function that emits an event and is none", () => {
      const emitters = events.flatMap(([, by = ""]) => [...by.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
      expect(namesOf(abi, "function")).toEqual(expect.arrayContaining([...new Set(emitters)]));
    });

    for (const [name, rows] of Map.groupBy(calls, nameIn)) {
      const theirs = rightfulCalls.filter((call) => call.name === `${contract.toLowerCase()}.${name}`);

      for (const [index, [, , duringPause, cost]] of rows.entries()) {
        it(`is right about a pause and the cost of ${name}, row ${index + 1}`, async () => {
          const { by, prepare } = theirs[index]!;
          const gas = await costOf(theirs[index]!);
          expect(Math.abs(gas / 1_000 / Number(cost) - 1), `${gas}`).toBeLessThan(TOLERANCE);

          const all = await world();
          const send = await prepare(all);
          if (!(await all.pauser.registry.read.isPaused())) await all.pauser.registry.write.pause();
          const goesOn = (await refusalOf(send(all[by]))) === "not refused";
          expect(duringPause).toBe(goesOn ? "goes on" : "refused");
        });
      }
    }
  });
}

describe("the page about the contracts, on storage", () => {
  it("draws every slot as the compiler lays it out", async () => {
    const drawn = new Set(tableRows(sectionOf("What is kept")).map((cells) => cells.join(" | ")));
    for (const [contract] of CONTRACTS) {
      for (const { slot, label, bytes } of await slotsOf(contract)) {
        const row = [...drawn].find((each) => each.startsWith(`${slot} | \`${label}`) && each.includes(bytes));
        expect(row, `${contract}: ${slot} ${label} ${bytes}`).toBeDefined();
        drawn.delete(row!);
      }
    }
    expect([...drawn].filter((row) => /^\d/.test(row))).toEqual([]);
  }, 120_000);
});

async function costOf({ by, prepare }: (typeof rightfulCalls)[number]): Promise<number> {
  const all = await world();
  const send = await prepare(all);
  const { gasUsed } = await publicClient.getTransactionReceipt({ hash: await send(all[by]) });
  return Number(gasUsed);
}

function rowsUnder(section: string, contract: string): string[][] {
  const [, part = ""] = sectionOf(section).split(`### \`${contract}\``);
  return tableRows(part.split("\n### ")[0]!);
}

function sectionOf(title: string): string {
  const [, section] = readme.split(`## ${title}\n`);
  if (section === undefined) throw new Error(`No section "${title}".`);
  return section.split("\n## ")[0]!;
}

/** The cells of every row but headings. */
function tableRows(text: string): string[][] {
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  return rows
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(([first]) => first !== undefined && !/^-+$|^(call|event|slot)$/.test(first));
}

function nameIn([first]: string[]): string {
  return /`(\w+)`/.exec(first ?? "")?.[1] ?? "";
}

function namesOf(abi: Abi, type: "function" | "event", mutability?: string): string[] {
  return abi.flatMap((entry) => {
    if (entry.type !== type || !("name" in entry)) return [];
    return mutability === undefined || ("stateMutability" in entry && entry.stateMutability === mutability)
      ? [entry.name]
      : [];
  });
}

type Layout = {
  storage: Member[];
  types: Record<string, { label: string; numberOfBytes: string; value?: string; members?: Member[] }>;
};
type Member = { label: string; slot: string; offset: number; type: string };

/** What our own modules keep: each mapping, the slot it is at, and the bytes of one key's slot. */
async function slotsOf(contract: string): Promise<{ slot: number; label: string; bytes: string }[]> {
  const { storage, types } = await layoutOf(contract);
  return storage.flatMap((state) =>
    (types[state.type]?.members ?? []).map((member) => ({
      slot: Number(state.slot) + Number(member.slot),
      label: member.label,
      bytes: bytesOf(types, member.type),
    })),
  );
}

function bytesOf(types: Layout["types"], type: string): string {
  const { value, members } = types[type]!;
  if (value !== undefined) return bytesOf(types, value);
  if (members === undefined) return "";
  return [...Map.groupBy(members, ({ slot }) => slot).values()]
    .map((inOneSlot) =>
      inOneSlot.map((member) => rangeOf(member, Number(types[member.type]!.numberOfBytes))).join(" · "),
    )
    .join("; then ");
}

function rangeOf({ label, offset }: Member, size: number): string {
  return `\`${label}\` ${offset}${size > 1 ? `–${offset + size - 1}` : ""}`;
}

/** The compiler's layout, from the very sources that were built. */
async function layoutOf(contract: string): Promise<Layout> {
  const id = await hre.artifacts.getBuildInfoId(contract);
  const path = id === undefined ? undefined : await hre.artifacts.getBuildInfoPath(id);
  if (path === undefined) throw new Error(`${contract} was not built.`);
  const { input } = JSON.parse(await readFile(path, "utf8")) as { input: { settings: object } };
  const outputSelection = { "*": { [contract]: ["storageLayout"] } };
  const asked = { ...input, settings: { ...input.settings, outputSelection } };
  const { contracts } = JSON.parse(solc.compile(JSON.stringify(asked))) as {
    contracts: Record<string, Record<string, { storageLayout: Layout }>>;
  };
  return Object.values(contracts).flatMap((inFile) => inFile[contract]?.storageLayout ?? [])[0]!;
}
