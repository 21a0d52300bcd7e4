import { beforeAll, describe, expect, it } from "vitest";
import type { ChainAccess } from "../../../web/src/lib/chain/chainAccess.ts";
import { totalOf, type Day } from "../../../web/src/lib/history/countNetwork.ts";
import { figuresFromLogs } from "../../../web/src/lib/history/fromLogs/figuresFromLogs.ts";
import { readRecordEvents } from "../../../web/src/lib/history/fromLogs/recordEvents.ts";
import { sampleNetwork } from "../../../web/src/lib/network/sampleNetwork.ts";
import { addReport, digest, doctorA, doctorB, grant, inline, network } from "./world.ts";

describe("days", () => {
  beforeAll(async () => {
    const report = await addReport(doctorA, "a report that a reader remarks on", {});
    await grant([report], doctorB, { name: "to be remarked on" });
    const said = [digest("a reader's remark"), digest("a reader's remark, locked"), inline("its keys")] as const;
    await network.mined(network.recordsAs(doctorB).write.addRemark([report, 1, ...said]));
  });

  it("are the same whether the index counted them or the page counts them from logs", async () => {
    const { client, location } = network;
    const { registry, records } = location;
    const chain = {
      client,
      network: { ...sampleNetwork, registry, records, deployBlock: 0n },
    } as unknown as ChainAccess;
    const fromLogs = (await figuresFromLogs(chain, await readRecordEvents(chain), 0)).days;

    const fields = Object.keys(fromLogs[0]!).join(" ");
    const { days } = (await network.ask(`{ days(first: 1000, orderBy: id) { ${fields} } }`)) as {
      days: (Omit<Day, "start"> & { start: string })[];
    };
    expect(days.map(({ start, ...counts }) => ({ start: Number(start), ...counts }))).toEqual(fromLogs);

    // Each was counted at all, and on more days than one.
    expect(fromLogs.length).toBeGreaterThan(1);
    for (const [what, count] of Object.entries(totalOf(fromLogs))) expect([what, count > 0]).toEqual([what, true]);
  });

  it("add up to what there is", async () => {
    const { days, accounts, charts, reports, requests } = (await network.ask(`{
      days(first: 1000) { accounts patients reports requests }
      accounts(first: 1000) { id }
      charts(first: 1000) { id }
      reports(first: 1000) { id }
      requests(first: 1000) { id }
    }`)) as Record<string, Record<string, number>[]>;
    const sum = (what: string) => days!.reduce((total, day) => total + day[what]!, 0);
    expect([sum("accounts"), sum("patients"), sum("reports"), sum("requests")]).toEqual(
      [accounts, charts, reports, requests].map((list) => list!.length),
    );
  });
});
