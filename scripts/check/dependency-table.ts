import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "../local/project-folder.ts";

/** Folders with a package.json of this project. */
const workspaces = [".", "contracts/protocol", "subgraph", "otp-worker", "web", "scripts"];

/** The lockfile pins every version; what is left between two machines is small. */
const TOLERANCE = 0.05;

/** What is wrong with the tables of docs/dependencies.md, one sentence each. */
export function dependencyTableProblems(): string[] {
  const sizes = new Map<string, number | null>();
  for (const folder of workspaces) {
    for (const name of declaredIn(folder)) if (!sizes.has(name)) sizes.set(name, sizeOf(name, folder));
  }
  return tableProblems(readFileSync(path.join(projectFolder, "docs/dependencies.md"), "utf8"), sizes);
}

/**
 * Compares tables of packages with what is declared: every package has one row, and a row's last cell is the sum of its packages.
 *
 * @param sizes By name, in KiB; null for what is not installed, as packages for other platforms.
 */
export function tableProblems(markdown: string, sizes: ReadonlyMap<string, number | null>): string[] {
  const rows = [...markdown.matchAll(/^\| (`[^|]+`) +\| [^|]+ \| +([\d,]+) \|$/gm)].map(
    ([, packages = "", size = ""]) => ({
      names: [...packages.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
      written: Number(size.replaceAll(",", "")),
    }),
  );
  const named = rows.flatMap(({ names }) => names);
  return [
    ...[...sizes.keys()].filter((name) => !named.includes(name)).map((name) => `${name} has no row.`),
    ...named.filter((name) => !sizes.has(name)).map((name) => `${name} has a row, but nothing declares it.`),
    ...named.filter((name, at) => named.indexOf(name) !== at).map((name) => `${name} has two rows.`),
    ...rows.flatMap(({ names, written }) => {
      const measured = names.map((name) => sizes.get(name) ?? null);
      if (measured.includes(null)) return [];
      const sum = measured.reduce<number>((total, size) => total + (size ?? 0), 0);
      const isClose = Math.abs(written - sum) <= Math.max(1, sum * TOLERANCE);
      return isClose ? [] : [`${names.join(", ")}: ${Math.round(sum)} KiB are installed, and the row says ${written}.`];
    }),
  ];
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Packages of others that a workspace asks for. */
function declaredIn(folder: string): string[] {
  const manifest = JSON.parse(readFileSync(path.join(projectFolder, folder, "package.json"), "utf8")) as Manifest;
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  return Object.keys(all).filter((name) => !name.startsWith("@chartkey/"));
}

/** KiB of a package's own files, as npm installed it for a workspace; null when it did not. */
function sizeOf(name: string, folder: string): number | null {
  const places = [folder, "."].map((place) => path.join(projectFolder, place, "node_modules", name));
  const installed = places.find((place) => existsSync(place));
  return installed === undefined ? null : bytesIn(installed) / 1024;
}

/** What is nested in there are its dependencies, not itself. */
function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules")
    .reduce((sum, entry) => {
      const place = path.join(folder, entry.name);
      return sum + (entry.isDirectory() ? bytesIn(place) : lstatSync(place).size);
    }, 0);
}
