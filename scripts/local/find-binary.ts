import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

export interface BinaryOptions {
  /** The program's name, as found on PATH. */
  readonly name: string;
  /** The environment variable that names another one. */
  readonly variable: string;
  /** The npm package that brings it to this platform, and the path inside. */
  readonly packageName: string;
  readonly packagePath: string;
  /** How to get it where npm has none. */
  readonly advice: string;
}

/** Looks where the variable points, then in the npm package, then on PATH. Throws BinaryMissingError. */
export function findBinary({ name, variable, packageName, packagePath, advice }: BinaryOptions): string {
  const named = process.env[variable];
  if (named !== undefined) return named;

  const packaged = folderOfPackage(packageName);
  const onPath = (process.env["PATH"] ?? "").split(path.delimiter).map((folder) => path.join(folder, name));
  const found = [...(packaged === null ? [] : [path.join(packaged, packagePath)]), ...onPath].find(isExecutable);
  if (found === undefined) throw new BinaryMissingError(name, packageName, variable, advice);
  return found;
}

/** The folder of an installed package that has a `package.json` but may not export it; null when not installed. */
export function folderOfPackage(packageName: string): string | null {
  for (const folder of require.resolve.paths(packageName) ?? []) {
    const candidate = path.join(folder, packageName);
    try {
      accessSync(path.join(candidate, "package.json"));
      return candidate;
    } catch {
      // Not in this one.
    }
  }
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export class BinaryMissingError extends Error {
  override name = "BinaryMissingError";

  constructor(name: string, packageName: string, variable: string, advice: string) {
    super(
      `The program ${name} is missing: the package ${packageName} is not installed on this ${process.platform} ${process.arch} machine. ` +
        `${advice} Then set ${variable} to its path.`,
    );
  }
}
