import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isInstalled } from "../bootstrap.mjs";
import { projectFolder } from "../local/project-folder.ts";

describe("comparing the installed packages with the lockfile", () => {
  const here = { os: [process.platform], cpu: [process.arch] };
  const elsewhere = { os: ["aix"], cpu: ["ppc64"] };
  const locked = { version: "1.0.0", integrity: "sha512-a" };
  const lockfile = (packages: object) => ({ packages: { "": { version: "0.1.0" }, ...packages } });

  it("finds nothing to do when they are the same", () => {
    const packages = { "node_modules/a": locked };
    expect(isInstalled(lockfile(packages), { packages })).toBe(true);
  });

  it("finds work when a package is missing", () => {
    expect(isInstalled(lockfile({ "node_modules/a": locked }), { packages: {} })).toBe(false);
  });

  it("finds work when a package has another version or other contents", () => {
    for (const other of [{ version: "1.0.1" }, { integrity: "sha512-b" }]) {
      const installed = { packages: { "node_modules/a": { ...locked, ...other } } };
      expect(isInstalled(lockfile({ "node_modules/a": locked }), installed)).toBe(false);
    }
  });

  it("does not miss optional packages for other platforms", () => {
    const packages = { "node_modules/a": { ...locked, ...elsewhere, optional: true } };
    expect(isInstalled(lockfile(packages), { packages: {} })).toBe(true);
  });

  it("misses optional packages for this platform, which an old npm leaves out", () => {
    const packages = { "node_modules/a-glibc": { ...locked, ...here, optional: true } };
    expect(isInstalled(lockfile(packages), { packages: {} })).toBe(false);
  });
});

describe("given a checkout without packages", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "chartkey-bootstrap-test-"));
    mkdirSync(path.join(folder, "scripts"));
    cpSync(path.join(projectFolder, "scripts/bootstrap.mjs"), path.join(folder, "scripts/bootstrap.mjs"));
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "empty", type: "module" }));
    writeFileSync(
      path.join(folder, "package-lock.json"),
      JSON.stringify({ name: "empty", lockfileVersion: 3, requires: true, packages: { "": { name: "empty" } } }),
    );
    writeFileSync(
      path.join(folder, "scripts/greet.ts"),
      'const name: string = process.argv[2] ?? "nobody";\nconsole.log(`Hello ${name}`);\nprocess.exit(7);\n',
    );
    writeFileSync(
      path.join(folder, "scripts/wait.ts"),
      'process.on("SIGTERM", () => process.exit(9));\nprocess.on("disconnect", () => process.exit(8));\nconsole.log("waiting");\nsetInterval(() => {}, 1000);\n',
    );
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function bootstrap(...args: string[]) {
    const child = spawn(process.execPath, [path.join(folder, "scripts/bootstrap.mjs"), ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (output += data.toString()));
    const ended = once(child, "close").then(([code]: unknown[]) => code as number | null);
    return { child, ended, output: () => output };
  }

  it("installs, runs the script with its arguments and ends with its exit code", async () => {
    const run = bootstrap("greet", "Anjali");
    expect(await run.ended).toBe(7);
    expect(run.output()).toContain("Installing from package-lock.json");
    expect(run.output()).toContain("Hello Anjali");
  });

  it("installs nothing the second time", async () => {
    const run = bootstrap("greet");
    expect(await run.ended).toBe(7);
    expect(run.output()).toBe("Hello nobody\n");
  });

  it("installs again when the lockfile wants something else", async () => {
    const lockfile = { name: "empty", lockfileVersion: 3, requires: true, packages: { "": { name: "empty" } } };
    const link = { "node_modules/part": { resolved: "part", link: true }, part: { name: "part", version: "1.0.0" } };
    mkdirSync(path.join(folder, "part"));
    writeFileSync(path.join(folder, "part/package.json"), JSON.stringify({ name: "part", version: "1.0.0" }));
    const manifest = { name: "empty", type: "module", workspaces: ["part"] };
    writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
    const packages = { "": manifest, ...link };
    writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify({ ...lockfile, packages }));

    const run = bootstrap("greet");
    expect(await run.ended).toBe(7);
    expect(run.output()).toContain("Installing from package-lock.json");
    expect(existsSync(path.join(folder, "node_modules/part"))).toBe(true);
  });

  it("passes on a signal to the script", async () => {
    const run = bootstrap("wait");
    await expect.poll(run.output).toContain("waiting");
    run.child.kill("SIGTERM");
    expect(await run.ended).toBe(9);
  });

  it("says when its folder cannot be written to", async () => {
    const cache = path.join(folder, ".cache");
    renameSync(cache, `${cache}.kept`);
    writeFileSync(cache, "");
    const run = bootstrap("greet");
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(/^This folder cannot be written to: .*\n.*nothing was started\.\n$/);
    rmSync(cache);
    renameSync(`${cache}.kept`, cache);
  });

  it("says when there is no such script", async () => {
    const run = bootstrap("../evil");
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain('There is no script "../evil" to run.');
  });
});
