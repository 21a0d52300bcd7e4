import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { nodeAt } from "../../audit/ask-node.ts";
import { subgraphAt } from "../../audit/ask-subgraph.ts";
import { runAudit } from "../../audit/run-audit.ts";
import { network } from "./world.ts";

/** Folds every log, and expects the contracts and the index, entity by entity, to say the same. */
export async function expectNothingDiffers(): Promise<void> {
  await network.ask("{ _meta { block { number } } }");
  const folder = mkdtempSync(path.join(tmpdir(), "chartkey-audit-test-"));
  const lines: string[] = [];
  try {
    await runAudit({
      node: nodeAt(network.client.transport["url"] as string),
      second: null,
      index: subgraphAt(network.queryUrl),
      address: network.location.records,
      fromBlock: null,
      anew: true,
      folder,
      say: (line) => void lines.push(line),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(lines).toEqual([
    expect.stringMatching(/^Nothing differs: checked \d{3,} events .* every entity of the index\.$/),
  ]);
}
