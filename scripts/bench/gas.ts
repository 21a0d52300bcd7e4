import type { EthereumProvider } from "hardhat/types/providers";
import type { Hex } from "viem";
import { measureEach } from "../../contracts/test/gas/measure.ts";
import type { OperationName } from "../../contracts/test/gas/operations.ts";
import { buildWorld } from "../../contracts/test/gas/world.ts";
import { ceilings } from "./gas/ceilings.ts";
import { facts } from "./gas/facts.ts";
import { countsOf, floorOf } from "./gas/floor.ts";
import { addOthers } from "./gas/others.ts";
import { productionBuild } from "./gas/production-build.ts";
import { needsReason, printCeilings, printRows, type Held, type Row } from "./gas/table.ts";
import { extraOf, tracedCounts } from "./gas/traced.ts";

const FEW = 1;
const MANY = 1_000;

/**
 * Runs everything that anyone can do on the production build, compares it with the least it could cost and with what it costs
 * among a thousand other charts, reports and consents, and holds it to the ceilings. Returns whether all is as it must be.
 */
export async function benchGas(): Promise<boolean> {
  const { network, bytecode } = await productionBuild();
  const among = async (others: number) => {
    const { provider } = await network.create({ network: "sim", chainType: "l1" });
    return worldAmong(provider, bytecode, others);
  };

  const many = new Map<OperationName, number>();
  await measureEach(await among(MANY), ({ name, receipt }) => void many.set(name, receipt.gasUsed));

  const few = await among(FEW);
  const rows: Row[] = await measureEach(few, async ({ name, call, receipt: { hash, gasUsed, logs } }) => {
    const counts = countsOf(facts[name]);
    return {
      name,
      gas: gasUsed,
      floor: floorOf(call.data, logs, counts),
      growth: (many.get(name) ?? NaN) - gasUsed,
      isSigned: counts.recoveries > 0,
      because: facts[name].because,
      extra: extraOf(tracedCounts(call.to, await few.trace(hash)), counts),
    };
  });

  console.log(`Gas on the production build, and growth from ${FEW} to ${MANY} others.\n`);
  printRows(rows);
  const gasOf = (name: OperationName) => rows.find((row) => row.name === name)?.gas ?? NaN;
  const held = ceilings.map(({ what, most, gas }) => ({ what, most, gas: gas(gasOf) }));
  printCeilings(held);
  const problems = problemsOf(rows, held);
  for (const problem of problems) console.error(problem);
  console.log(summaryOf(rows, gasOf));
  return problems.length === 0;
}

async function worldAmong(provider: EthereumProvider, bytecode: { registry: Hex; records: Hex }, others: number) {
  const world = await buildWorld(provider, bytecode);
  await addOthers(world, others);
  return world;
}

function problemsOf(rows: readonly Row[], held: readonly Held[]): string[] {
  return [
    ...held.filter(({ gas, most }) => !(gas <= most)).map(({ what }) => `"${what}" costs more than its ceiling.`),
    ...rows
      .filter((row) => needsReason(row) && row.because === undefined)
      .map(({ name }) => `"${name}" costs or touches too much, and nothing says why.`),
    ...rows.filter(({ growth }) => !(growth <= 0)).map(({ name }) => `"${name}" costs more among many others.`),
    ...rows.filter(({ extra }) => extra < 0).map(({ name }) => `"${name}" does less than its facts claim.`),
  ];
}

function summaryOf(rows: readonly Row[], gasOf: (name: OperationName) => number): string {
  const worstRatio = Math.max(...rows.map(({ gas, floor }) => gas / floor)).toFixed(3);
  const maxGrowth = Math.max(...rows.map(({ growth }) => growth));
  return (
    `gas worst_ratio=${worstRatio} max_growth=${maxGrowth} add=${gasOf("add a report")} grant=${gasOf("share a report")} ` +
    `signed=${gasOf("share a report, by signature")} stop=${gasOf("stop sharing a report")}`
  );
}
