import type { AuditNode } from "@chartkey/protocol/audit/audit-node";
import type { AskIndex } from "@chartkey/protocol/audit/compare-index";
import { compareEntities } from "@chartkey/protocol/audit/compare-index";
import type { Difference } from "@chartkey/protocol/audit/difference";
import { type EntityList, emptyEntities } from "@chartkey/protocol/audit/entities";
import { INDEX_FIELDS } from "@chartkey/protocol/audit/index-fields";
import { audit } from "@chartkey/protocol/audit/audit";
import { linesOf } from "@chartkey/protocol/audit/ledger-lines";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { concat, getAbiItem, type Hex, isAddressEqual, padHex, toEventSelector } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeAt } from "../../audit/ask-node.ts";
import { subgraphAt } from "../../audit/ask-subgraph.ts";
import { checkpointFile, keepCheckpoint, readCheckpoint } from "../../audit/kept-checkpoint.ts";
import { runAudit } from "../../audit/run-audit.ts";
import { admin, chartOf, doctorA, network, otherPatient } from "./world.ts";

type Answered = Record<string, unknown> & { id: string };

const lists = Object.keys(emptyEntities()) as (keyof ReturnType<typeof emptyEntities>)[];

describe("an auditor who rebuilds everything from logs", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "chartkey-audit-test-"));
  const node = () => nodeAt(network.client.transport["url"] as string);
  const index = () => subgraphAt(network.queryUrl);

  /** Runs the whole check, with the index answering as `tampered` has it. */
  async function check(
    tampered: AskIndex | null,
    others: { node?: AuditNode; second?: AuditNode } = {},
  ): Promise<{ isRight: boolean; lines: string[] }> {
    const lines: string[] = [];
    const run = {
      node: node(),
      second: null,
      ...others,
      index: tampered,
      address: network.location.records,
      fromBlock: null,
      anew: true,
      folder,
      say: (line: string) => void lines.push(line),
    };
    return { isRight: await runAudit(run), lines };
  }

  beforeAll(async () => {
    // A report that is not there, and never comes.
    const report = concat([chartOf(otherPatient), padHex("0x", { size: 12 })]);
    await network.mined(network.recordsAs(otherPatient).write.stopConsent([report, doctorA.address]));
    await network.ask("{ _meta { block { number } } }");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("asks for every field of the schema that no other field gives", () => {
    const schema = readFileSync(new URL("../../../subgraph/schema.graphql", import.meta.url), "utf8");
    for (const [list, wanted] of Object.entries(INDEX_FIELDS)) {
      const kind = kindOf(list);
      const fields = new RegExp(`^type ${kind} @entity.*?\\{(.*?)^\\}`, "ms").exec(schema)?.[1] ?? "";
      const stored = [...fields.matchAll(/^ {2}(\w+): [^\n@]*$/gm)].map(([, name]) => name).sort();
      expect(stored.length).toBeGreaterThan(0);
      expect(wanted.replaceAll("{id}", "").split(" ").sort(), kind).toEqual(stored);
    }
  });

  it("finds that the index says what they say, entity by entity", async () => {
    const { isRight, lines } = await check(index());
    expect(lines).toEqual([
      expect.stringMatching(/^Nothing differs: checked \d{3,} events .* every entity of the index\.$/),
    ]);
    expect(isRight).toBe(true);
  });

  it("names the one wrong field of an index that was tampered with, and the transaction that it is from", async () => {
    const { isRight, lines } = await check(tamper("consents", 0, (consent) => ({ ...consent, expiry: "4102444800" })));
    const [first] = await consents();
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(
      `Consent ${first!.id}: the index says expiry is 4102444800, the logs say ${first!.expiry}.`,
    );
    expect(lines[0]).toContain(`(block ${first!.decided.block}, `);
    expect(lines[0]).toContain(`transaction ${first!.decided.transaction})`);
    expect(lines[1]).toMatch(/^1 difference: /);
    expect(isRight).toBe(false);
  });

  it("names a day whose count was tampered with", async () => {
    const query = "{ days(first: 1, orderBy: id) { id consentsGiven } }";
    const { days } = (await network.ask(query)) as { days: { id: string; consentsGiven: number }[] };
    const [{ id, consentsGiven }] = days as [{ id: string; consentsGiven: number }];
    const { isRight, lines } = await check(tamper("days", 0, (day) => ({ ...day, consentsGiven: consentsGiven + 1 })));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(
      `Day ${id}: the index says consentsGiven is ${consentsGiven + 1}, the logs say ${consentsGiven}.`,
    );
    expect(lines[0]).toMatch(/transaction 0x\w{64}\)/);
    expect(isRight).toBe(false);
  });

  it("names a wrong actor in the list of all events", async () => {
    const wrong = "0x00000000000000000000000000000000000000aa";
    const { lines } = await check(
      tamper("auditEvents", await someEvent(), (event) => ({ ...event, actor: { id: wrong } })),
    );
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/AuditEvent 0x\w{24}: the index says actor is 0x0{38}aa, the logs say 0x\w{40}\./);
  });

  it("finds an event that the index leaves out, and one that it made up", async () => {
    const without = await check(tamper("auditEvents", await someEvent(), () => null));
    expect(without.lines[0]).toMatch(/AuditEvent 0x\w{24}: the index does not have it\./);
    const id = `${(await someEvent()).slice(0, -1)}f`;
    const more = await check(tamper("auditEvents", await someEvent(), (event) => [{ ...event, id }, event]));
    expect(more.lines[0]).toContain(`AuditEvent ${id}: the index has it, and no log says so.`);
  });

  for (const list of lists) {
    it(`finds what is wrong with any one of the index's ${list}`, async () => {
      const { ledger, block } = await checked();
      const fields = INDEX_FIELDS[list].replaceAll("{id}", "").split(" ").slice(1);
      for (const field of fields) {
        const wrong = tamper(list, 0, (entity) => ({ ...entity, [field]: otherThan(entity[field]) }));
        const found = await every(compareEntities(wrong, ledger.book, block.number));
        expect(found.map(({ what }) => what)).toEqual([expect.stringContaining(`the index says ${field} is `)]);
      }
      const missing = await every(
        compareEntities(
          tamper(list, 0, () => null),
          ledger.book,
          block.number,
        ),
      );
      expect(missing).toEqual([expect.objectContaining({ what: expect.stringContaining("does not have it") })]);
    });
  }

  it("names a second node that gives another log, and the transaction of it", async () => {
    expect((await check(null, { second: node() })).isRight).toBe(true);

    const { isRight, lines } = await check(null, { second: givingOtherLogs(node()) });
    expect(isRight).toBe(false);
    expect(lines[0]).toMatch(/The two nodes give another log\. \(block \d+, log \d+, transaction 0x\w{64}\)/);
  });

  it("names the rule that a tampered log breaks, and where the contracts answer something else", async () => {
    const { isRight, lines } = await check(null, { node: givingOtherLogs(node()) });
    expect(isRight).toBe(false);
    expect(lines.join("\n")).toContain(
      "RecoveryStarted: a recovery was started by someone who is not the recovery key.",
    );
    expect(lines.join("\n")).toContain("DIFFERS  contract Registry.authoriserOf(");
  });

  it("names a contract with other code", async () => {
    const honest = node();
    const { registry } = network.location;
    const other: AuditNode = async (method, params) => {
      const answer = await honest(method, params);
      return method === "eth_getCode" && isAddressEqual(params[0] as Hex, registry)
        ? `${String(answer).slice(0, -2)}34`
        : answer;
    };
    const { isRight, lines } = await check(null, { node: other });
    expect(isRight).toBe(false);
    expect(lines[0]).toMatch(/The code at 0x\w{40} is not what the sources of Registry compile to\./);
  });

  it("goes on where it was interrupted", async () => {
    const { ledger, block } = await checked();
    const contracts = network.location;
    const file = checkpointFile(folder, contracts, "");
    await keepCheckpoint(file, { ledger, upTo: block, found: [] });
    const kept = await readCheckpoint(file, contracts);
    expect([...linesOf(kept!.ledger)]).toEqual([...linesOf(ledger)]);

    const lines: string[] = [];
    const run = { node: node(), second: null, index: null, fromBlock: null, anew: false, folder };
    const say = (line: string): void => void lines.push(line);
    expect(await runAudit({ ...run, address: contracts.records, say })).toBe(true);
    expect(lines[0]).toBe(`Going on after block ${block.number}, where an earlier check was interrupted.`);
    // What was finished is not gone on with.
    expect(await readCheckpoint(file, contracts)).toBeNull();
  });

  it("says so when the address is the registry's, or nobody's", async () => {
    const run = { node: node(), second: null, index: null, fromBlock: null, anew: true, folder, say: () => {} };
    await expect(runAudit({ ...run, address: network.location.registry })).rejects.toThrow("is the Registry. Give the");
    await expect(runAudit({ ...run, address: admin.address })).rejects.toThrow("There is no contract at");
  });

  it("is a command that ends in one plain line, and with 0", () => {
    const { records } = network.location;
    const urls = ["--rpc", network.client.transport["url"] as string, "--subgraph", network.queryUrl];
    const script = fileURLToPath(new URL("../../audit.ts", import.meta.url));
    const args = [script, ...urls, "--address", records, "--anew"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.trim().split("\n").at(-1)).toMatch(/^Nothing differs: checked \d+ events up to block \d+, /);
  });

  /** What a check without the index folded; once for all. */
  let folded: Promise<Awaited<ReturnType<typeof rebuilt>>> | null = null;
  function checked() {
    return (folded ??= rebuilt());
  }

  async function rebuilt() {
    const contracts = network.location;
    const differences = audit({ node: node(), contracts, index: index(), fromBlock: 0 });
    const found: Difference[] = [];
    for (;;) {
      const next = await differences.next();
      if (next.done) {
        expect(found).toEqual([]);
        return next.value;
      }
      found.push(next.value);
    }
  }

  /** The id of one event among all, which is of a patient's consent. */
  async function someEvent(): Promise<string> {
    const [first] = await consents();
    return first!.decided.id;
  }

  /** The index, with the entity of a list at a place, or of an id, replaced, by another, several or none. */
  function tamper(
    list: EntityList,
    place: number | string,
    replace: (entity: Answered) => Answered | readonly Answered[] | null,
  ): AskIndex {
    const honest = index();
    return async (query, variables) => {
      const answer = (await honest(query, variables)) as Record<string, Answered[]>;
      const page = answer[list];
      if (!page || !query.startsWith("query Audit")) return answer;
      if (typeof place === "number") expect(page.length, `the world has some ${list}`).toBeGreaterThan(place);
      const replaced = page.flatMap((entity, at) =>
        at === place || entity.id === place ? [replace(entity) ?? []].flat() : [entity],
      );
      return { ...answer, [list]: replaced };
    };
  }

  async function consents() {
    const query = "{ consents(first: 1, orderBy: id) { id expiry decided { id block transaction } } }";
    const { consents } = (await network.ask(query)) as {
      consents: { id: string; expiry: string; decided: { id: string; block: string; transaction: string } }[];
    };
    return consents;
  }
});

async function every(differences: AsyncIterable<Difference>): Promise<Difference[]> {
  const all: Difference[] = [];
  for await (const difference of differences) all.push(difference);
  return all;
}

/** A node that gives every chart another recovery key: that of the first default admin. */
function givingOtherLogs(honest: AuditNode): AuditNode {
  const name = toEventSelector(getAbiItem({ abi: registryAbi, name: "PatientRegistered" }));
  return async (method, params) => {
    const answer = await honest(method, params);
    if (method !== "eth_getLogs") return answer;
    const logs = answer as { topics: Hex[]; data: Hex }[];
    // The recovery key of the chart is the data of the log.
    return logs.map((log) => (log.topics[0] === name ? { ...log, data: padHex(admin.address, { size: 32 }) } : log));
  };
}

function otherThan(value: unknown): unknown {
  if (value === null) return "0x01";
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (Array.isArray(value)) return [...(value as unknown[]), "0x01"];
  return typeof value === "object" ? { id: "0x01" } : `${String(value)}1`;
}

function kindOf(list: string): string {
  const singular = list === "recoveries" ? "recovery" : list.slice(0, -1);
  return singular.charAt(0).toUpperCase() + singular.slice(1);
}
