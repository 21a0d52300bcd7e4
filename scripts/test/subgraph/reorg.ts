import type { Hex } from "viem";
import { beforeAll, describe, expect, it } from "vitest";
import { expectNothingDiffers } from "./nothing-differs.ts";
import { addReport, doctorB, grant, lower, network, otherPatient } from "./world.ts";

describe("a chain that goes another way, and an index that was away", () => {
  let report: Hex;
  beforeAll(async () => {
    report = await addReport(otherPatient, "a report of an uncertain hour", { hospital: 0 });
  });

  const decision = (): Promise<unknown> =>
    network.ask(`{
      consents(where: { report: "${report}", grantee: "${lower(doctorB)}" }) { stopped counter grants { counter } }
      auditEvents(where: { report: "${report}" }, orderBy: id) { name }
    }`);
  const stop = () => network.mined(network.recordsAs(otherPatient).write.stopConsent([report, doctorB.address]));

  it("what happened in blocks that were dropped never happened, what happened instead did", async () => {
    const before = await network.client.getBlockNumber({ cacheTime: 0 });
    await grant([report], doctorB, { name: "in a block to be dropped" });
    expect(await decision()).toEqual({
      consents: [{ stopped: false, counter: 1, grants: [{ counter: 1 }] }],
      auditEvents: [{ name: "ReportAdded" }, { name: "ConsentGranted" }],
    });

    const depth = Number((await network.client.getBlockNumber({ cacheTime: 0 })) - before);
    await rollback(depth);
    await stop();
    await network.client.mine({ blocks: depth + 1 });

    expect(await decision()).toEqual({
      consents: [{ stopped: true, counter: 2, grants: [] }],
      auditEvents: [{ name: "ReportAdded" }, { name: "ConsentStopped" }],
    });
    await expectNothingDiffers();
  });

  it("what happened while graph-node was away is there once it is back, and what it knew still is", async () => {
    await network.restartIndex(() => grant([report], doctorB, { name: "while nobody indexed" }));
    expect(await decision()).toEqual({
      consents: [{ stopped: false, counter: 3, grants: [{ counter: 3 }] }],
      auditEvents: [{ name: "ReportAdded" }, { name: "ConsentStopped" }, { name: "ConsentGranted" }],
    });
    await expectNothingDiffers();
  });
});

/** Takes back the newest blocks with all that was in them, as another chain that wins would. */
async function rollback(depth: number): Promise<void> {
  const { client } = network;
  const request = client.request as (asked: { method: string; params: unknown[] }) => Promise<unknown>;
  await request({ method: "anvil_rollback", params: [depth] });
}
