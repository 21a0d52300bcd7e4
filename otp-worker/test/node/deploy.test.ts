import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleSize, dryRun } from "../support/dry-run.ts";

/** Kilobytes (1000 bytes), compressed. */
const LARGEST_BUNDLE = 450;

let folder: string;
let deployed: ReturnType<typeof dryRun>;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "chartkey-deploy-"));
  deployed = dryRun(folder);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("wrangler deploy", () => {
  it("takes the worker as it is configured", () => {
    expect(deployed.stderr + deployed.stdout).toContain("--dry-run: exiting now.");
    expect(deployed.status).toBe(0);
    for (const binding of ["STATE", "REGISTER"]) expect(deployed.stdout).toContain(binding);
  });

  it("is told to log no addresses with a link's token or a file's ticket in them", () => {
    const configuration = JSON.parse(readFileSync(path.join(import.meta.dirname, "../../wrangler.json"), "utf8"));
    expect(configuration.observability).toEqual({ enabled: true, redact_query_string: true });
    // What wrangler does not know, it only warns of.
    expect(deployed.stderr + deployed.stdout).not.toContain("Unexpected fields");
  });

  it(`uploads at most ${LARGEST_BUNDLE} kB, compressed`, () => {
    expect(bundleSize(folder)).toBeGreaterThan(50);
    expect(bundleSize(folder)).toBeLessThanOrEqual(LARGEST_BUNDLE);
  });

  it("uploads nothing that only Node, or a test, has", () => {
    const scripts = readdirSync(folder).filter((file) => file.endsWith(".js"));
    const text = scripts.map((file) => readFileSync(path.join(folder, file), "latin1")).join();
    const foreign = ["node:sqlite", "@hono/node-server", "ethers/lib", "pinata-canary"];
    expect(foreign.filter((words) => text.includes(words))).toEqual([]);
  });
});
