/**
 * Writes what a block explorer (Etherscan, Blockscout, Sourcify) verifies a contract by, its Solidity standard JSON input, for each
 * contract as it is deployed to a public network, into `.cache/verification`; and proves each: compiled anew from that file alone,
 * by the plain compiler, it must give the deployed code bit for bit, metadata included.
 *
 * ```sh
 * npm run verification
 * ```
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { productionBuild } from "./bench/gas/production-build.ts";
import { projectFolder } from "./local/project-folder.ts";

/** Of the npm package `solc`, in JSON: https://docs.soliditylang.org/en/v0.8.37/using-the-compiler.html */
const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string; version(): string };

interface StandardInput {
  readonly language: string;
  readonly sources: Readonly<Record<string, { readonly content: string }>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

class NoBuildError extends Error {
  override name = "NoBuildError";
  constructor(contract: string) {
    super(`The build of ${contract} does not say what it was made from.`);
  }
}

const folder = path.join(projectFolder, ".cache/verification");
const { artifacts } = await productionBuild();
await mkdir(folder, { recursive: true });

let reproduced = 0;
const names = ["Registry", "Records"] as const;
for (const name of names) {
  const { bytecode, deployedBytecode, inputSourceName, buildInfoId } = await artifacts.readArtifact(name);
  const buildInfo = buildInfoId === undefined ? undefined : await artifacts.getBuildInfoPath(buildInfoId);
  if (inputSourceName === undefined || buildInfo === undefined) throw new NoBuildError(name);
  const built = JSON.parse(await readFile(buildInfo, "utf8")) as { input: StandardInput };
  const outputSelection = { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object", "metadata"] } };
  const input = JSON.stringify({ ...built.input, settings: { ...built.input.settings, outputSelection } }, null, 2);
  const file = path.join(folder, `${name}.json`);
  await writeFile(file, input);

  const output = JSON.parse(solc.compile(await readFile(file, "utf8"))) as Output;
  const evm = output.contracts?.[inputSourceName]?.[name]?.evm;
  const isSame = `0x${evm?.bytecode.object}` === bytecode && `0x${evm?.deployedBytecode.object}` === deployedBytecode;
  if (isSame) reproduced++;
  console.log(
    `${name.padEnd(10)} ${isSame ? "the same, bit for bit" : "DIFFERS"}   ${inputSourceName}:${name}, compiler ${solc.version()}, ` +
      `${Object.keys(built.input.sources).length} sources in ${path.relative(projectFolder, file)}`,
  );
}
console.log(`verification reproduced=${reproduced} contracts=${names.length}`);
process.exit(reproduced === names.length ? 0 : 1);

interface Output {
  readonly contracts?: Record<
    string,
    Record<string, { readonly evm: { bytecode: { object: string }; deployedBytecode: { object: string } } }>
  >;
}
