import { REPORT_TYPES, type ReportMetadata } from "@chartkey/protocol/report-metadata";
import { cidOfDigest, digestOf } from "@chartkey/protocol/cid";
import { expose, transfer } from "comlink";
import { Kind, parse } from "graphql";
import { numberToHex, pad, type Hex } from "viem";
import { AUTHORS, CHARTS, DOCTOR, HOLDER } from "./people.ts";

/**
 * What the page of a large chart asks, answered from a worker, so that nothing but the page itself takes time of the page: a node, a
 * subgraph, a store, and a key holder to which nothing is locked. What opening costs the real one is measured by `bench:crypto`.
 */

const words = ["Kidney function", "Chest X-ray", "Discharge letter", "Blood count", "Vaccination"];
const types = REPORT_TYPES.filter((type) => type !== "profile" && type !== "remark");
const QUARTER = 86_400 / 4;
const now = Math.floor(Date.now() / 1000);

const hex = (number: number, size: number) => pad(numberToHex(number), { size });
const account = (id: Hex) => ({ id, attestation: { professionalName: `Dr ${id.slice(-2)}`, specialty: "Medicine" } });

const reports: { id: Hex; payload: Hex; number: number }[] = [];
const byReport = new Map<Hex, (typeof reports)[number]>();
const headsByCid = new Map<string, number>();
let opened = 0;

/** Makes a chart of so many reports. */
async function prepare(count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    const payload = await digestOf(headOf(number));
    const report = { id: hex(number + 1, 32), payload, number };
    reports.push(report);
    byReport.set(report.id, report);
    headsByCid.set(cidOfDigest(payload), number);
  }
}

/** As long as a head is that says no more than what it is. */
function headOf(number: number): Uint8Array<ArrayBuffer> {
  const metadata: ReportMetadata = {
    type: types[number % types.length] ?? "other",
    title: `${words[number % words.length]} ${(number * 7_919) % reportsUpTo}`,
    date: new Date((now - number * QUARTER) * 1000).toISOString().slice(0, 10),
    language: "en",
    filename: `report-${number}.pdf`,
    mediaType: "application/pdf",
    length: 1_000,
    text: null,
  };
  return new TextEncoder().encode(JSON.stringify(metadata).padEnd(1_024));
}

/** A prime, so that titles differ and are in no order. */
const reportsUpTo = 99_991;

function reportRow({ id, payload, number }: (typeof reports)[number]) {
  const author = AUTHORS[number % AUTHORS.length] ?? HOLDER;
  const at = String(now - number * QUARTER);
  return {
    ...{ id, chart: { id: CHARTS[0] }, author, doctor: author === HOLDER ? null : account(author) },
    ...{ hospital: author === HOLDER ? null : { id: "1" }, status: "LIVE", retractedAt: null, erasedAt: null },
    ...{ version: 1, versions: [{ addedAt: at }], epoch: 1, commitment: id, payload, capsules: "0x00" },
    ...{ holderKeyVersion: 1, explicitOnly: false, addedAt: at, added: { transaction: id }, sealed: { actor: null } },
  };
}

function consentRow({ id, number }: (typeof reports)[number]) {
  const at = String(now - number * QUARTER);
  return {
    ...{ id, report: { id }, chart: { id: CHARTS[number % CHARTS.length] }, grantee: account(DOCTOR) },
    ...{ expiry: String(now + (number + 1) * 60), purpose: "TREAT", stopped: false, counter: 0, decidedAt: at },
    ...{ decided: { transaction: id }, pairGeneration: 0, pair: { id, generation: 0 } },
    grant: { capsules: "0x00", granteeKeyVersion: 1, grantedAt: at, granted: { actor: { id: HOLDER } } },
  };
}

interface Variables {
  readonly after?: Hex;
  readonly first?: number;
  readonly reports?: readonly Hex[];
  readonly chart?: Hex;
}

/** Lists that are not of this chart's reports and shares are empty. */
function listOf(name: string, variables: Variables): unknown {
  const { after = "0x", first = 0, chart } = variables;
  const page = (of: typeof reports) => of.filter(({ id }) => id > after).slice(0, first);
  if (name === "_meta") return { block: { number: 16 }, hasIndexingErrors: false };
  if (name === "reports" && variables.reports) {
    return page(variables.reports.flatMap((id) => byReport.get(id) ?? [])).map((report) => ({
      ...reportRow(report),
      chart: { id: CHARTS[report.number % CHARTS.length] },
    }));
  }
  if (name === "reports" && chart) return page(reports).map(reportRow);
  // Patients share some of their reports; with the doctor are all of them shared.
  if (name === "consents") return page(reports.filter(({ number }) => !chart || number % 4 === 0)).map(consentRow);
  return name.endsWith("s") ? [] : null;
}

function fromSubgraph(body: string): unknown {
  const { query, variables } = JSON.parse(body) as { query: string; variables: Variables };
  const operation = parse(query).definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error("The question has no operation.");
  const names = operation.selectionSet.selections.flatMap((each) =>
    each.kind === Kind.FIELD ? [each.name.value] : [],
  );
  return { data: Object.fromEntries(names.map((name) => [name, listOf(name, variables)])) };
}

interface NodeQuestion {
  readonly id: number;
  readonly method: string;
}

function fromNode(body: string): unknown {
  const answer = ({ id, method }: NodeQuestion) => {
    const results: Record<string, unknown> = { eth_blockNumber: "0x10", eth_chainId: "0x539", eth_getLogs: [] };
    return { jsonrpc: "2.0", id, result: results[method] ?? hex(1, 32) };
  };
  const asked = JSON.parse(body) as NodeQuestion | NodeQuestion[];
  return Array.isArray(asked) ? asked.map(answer) : answer(asked);
}

function answer(url: string, body: string): Uint8Array<ArrayBuffer> {
  const { port, pathname } = new URL(url);
  const bytes =
    port === "8080"
      ? headOf(headsByCid.get(pathname.split("/").at(-1) ?? "") ?? -1)
      : new TextEncoder().encode(JSON.stringify(port === "8000" ? fromSubgraph(body) : fromNode(body)));
  return transfer(bytes, [bytes.buffer]);
}

const holder = {
  accounts: (): Hex[] => [HOLDER],
  learnFrom: (): void => {},
  openHead(head: Uint8Array) {
    const metadata = JSON.parse(new TextDecoder().decode(head)) as ReportMetadata;
    return { id: opened++, metadata, parts: 1 };
  },
};

const servers = { prepare, answer, ...holder };
export type Servers = typeof servers;

expose(servers);
