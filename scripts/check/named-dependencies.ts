import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "../local/project-folder.ts";

interface NamedDependency {
  readonly name: string;
  /** The folder of the package.json that declares it. */
  readonly declaredIn: string;
  /** Where tracked source imports it, as git pathspecs. */
  readonly usedIn: readonly string[];
}

/** What the project says it is built on. Each is to be declared where it is used, and used. */
const named: readonly NamedDependency[] = [
  { name: "hardhat", declaredIn: ".", usedIn: ["hardhat.config.ts"] },
  { name: "@openzeppelin/contracts", declaredIn: ".", usedIn: ["contracts/src/*.sol"] },
  { name: "vitest", declaredIn: ".", usedIn: ["contracts/test/*.ts"] },
  { name: "eth-crypto", declaredIn: "contracts/protocol", usedIn: ["contracts/protocol/src/*.ts"] },
  { name: "viem", declaredIn: "contracts/protocol", usedIn: ["contracts/protocol/src/*.ts"] },
  { name: "@graphprotocol/graph-cli", declaredIn: "subgraph", usedIn: ["subgraph/*.ts"] },
  { name: "@graphprotocol/graph-ts", declaredIn: "subgraph", usedIn: ["subgraph/src/*.ts"] },
  { name: "siwe", declaredIn: "otp-worker", usedIn: ["otp-worker/src/*.ts"] },
  { name: "twilio", declaredIn: "otp-worker", usedIn: ["otp-worker/src/*.ts"] },
  { name: "pinata", declaredIn: "otp-worker", usedIn: ["otp-worker/src/*.ts"] },
  { name: "viem", declaredIn: "otp-worker", usedIn: ["otp-worker/src/*.ts"] },
  { name: "svelte", declaredIn: "web", usedIn: ["web/src/*.svelte", "web/src/*.ts"] },
  { name: "@sveltejs/kit", declaredIn: "web", usedIn: ["web/vite.config.ts"] },
  { name: "viem", declaredIn: "web", usedIn: ["web/src/*.ts"] },
  { name: "@walletconnect/universal-provider", declaredIn: "web", usedIn: ["web/src/*.ts"] },
];

/** What is wrong, one sentence each. */
export function namedDependencyProblems(): string[] {
  return named.flatMap(({ name, declaredIn, usedIn }) => {
    const problems: string[] = [];
    if (!isDeclared(name, declaredIn))
      problems.push(`${name} is not declared in ${path.join(declaredIn, "package.json")}.`);
    if (!isImported(name, usedIn)) problems.push(`${name} is not imported anywhere in ${usedIn.join(" or ")}.`);
    return problems;
  });
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function isDeclared(name: string, folder: string): boolean {
  const manifest = JSON.parse(readFileSync(path.join(projectFolder, folder, "package.json"), "utf8")) as Manifest;
  return { ...manifest.dependencies, ...manifest.devDependencies }[name] !== undefined;
}

function isImported(name: string, pathspecs: readonly string[]): boolean {
  const files = execFileSync("git", ["ls-files", "-z", "--", ...pathspecs], { cwd: projectFolder, encoding: "utf8" });
  const anImport = new RegExp(`["']${name}(/[^"']*)?["']`);
  return files
    .split("\0")
    .filter((file) => file !== "")
    .some((file) => anImport.test(readFileSync(path.join(projectFolder, file), "utf8")));
}
