/**
 * Writes down what everything costs now, which `gas.test.ts` compares with from then on. For when an act became cheaper, is new,
 * or costs more for a reason that the commit gives.
 *
 * ```sh
 * npx hardhat build --no-tests && node contracts/test/gas/write-snapshot.ts
 * ```
 */
import { writeFile } from "node:fs/promises";
import { measureBuild } from "./built.ts";

const costs = (await measureBuild()).map(({ name, receipt }) => [name, receipt.gasUsed]);
await writeFile(new URL("snapshot.json", import.meta.url), `${JSON.stringify(Object.fromEntries(costs), null, 2)}\n`);
