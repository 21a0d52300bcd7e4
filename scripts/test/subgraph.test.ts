import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { purposeIndex } from "@chartkey/protocol/purpose";
import { readFile } from "node:fs/promises";
import { getAddress, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { querySchemaOf } from "../../subgraph/introspect.ts";
// Parts of one test: they run in this order, on one network, and each builds on what those before it did.
import "./subgraph/roles.ts";
import "./subgraph/accounts.ts";
import "./subgraph/replacements.ts";
import "./subgraph/care.ts";
import "./subgraph/recovery.ts";
import "./subgraph/reports.ts";
import "./subgraph/consents.ts";
import "./subgraph/requests.ts";
import "./subgraph/days.ts";
import "./subgraph/questions.ts";
import "./subgraph/audit.ts";
import "./subgraph/reorg.ts";
import "./subgraph/random-history.ts";
import { admin, chartOf, network, openNetwork, otherPatient, patient } from "./subgraph/world.ts";

const STATUSES = ["LIVE", "RETRACTED", "ERASED"];

type Terms = {
  grantee: { id: Hex };
  expiry: string;
  purpose: Parameters<typeof purposeIndex>[0];
  counter: number;
};

beforeAll(openNetwork);
afterAll(async () => network?.stop());

describe("what the index says", () => {
  it("of a consent is what the contract says, once its generation is compared", async () => {
    const answer = await network.ask(`{
      consents(first: 1000) { report { id } grantee { id } expiry purpose counter stopped pairGeneration pair { generation } }
    }`);
    const { consents } = answer as {
      consents: (Terms & {
        report: { id: Hex };
        stopped: boolean;
        pairGeneration: number;
        pair: { generation: number };
      })[];
    };

    expect(consents.length).toBeGreaterThan(5);
    for (const { report, grantee, expiry, purpose, counter, stopped, pairGeneration, pair } of consents) {
      const isOver = pairGeneration !== pair.generation;
      const said = isOver ? [0n, 0, counter, stopped] : [BigInt(expiry), purposeIndex(purpose), counter, stopped];
      expect(await network.recordsAs(admin).read.consentOf([report.id, grantee.id])).toEqual(said);
    }
  });

  it("of a chart and a doctor is what the contract says", async () => {
    const answer = await network.ask(
      `{ pairs(first: 1000) { chart { id } grantee { id } expiry purpose counter generation } }`,
    );
    const { pairs } = answer as { pairs: (Terms & { chart: { id: Hex }; generation: number })[] };

    expect(pairs.length).toBeGreaterThan(3);
    for (const { chart, grantee, expiry, purpose, counter, generation } of pairs) {
      const said = [BigInt(expiry), purposeIndex(purpose), counter, generation];
      expect(await network.recordsAs(admin).read.standingConsentOf([chart.id, grantee.id])).toEqual(said);
    }
  });

  it("of a report is what the contract says", async () => {
    const answer = await network.ask(`{ reports(first: 1000) { id author epoch version status explicitOnly } }`);
    const { reports } = answer as {
      reports: { id: Hex; author: Hex; epoch: number; version: number; status: string; explicitOnly: boolean }[];
    };

    expect(new Set(reports.map(({ status }) => status))).toEqual(new Set(STATUSES));
    for (const { id, author, epoch, version, status, explicitOnly } of reports) {
      const said = [author, epoch, version, STATUSES.indexOf(status), explicitOnly];
      expect(await network.recordsAs(admin).read.reportOf([id])).toEqual(said);
    }
  });

  it("of a chart is what the contracts say", async () => {
    const answer = await network.ask(`{
      charts { id holder { id } authoriser { id } signatureEpoch consentEpoch recovery { newHolder { id } } }
    }`);
    const { charts } = answer as {
      charts: {
        id: Hex;
        holder: { id: Hex };
        authoriser: { id: Hex };
        signatureEpoch: number;
        consentEpoch: number;
        recovery: unknown;
      }[];
    };

    expect(charts).toHaveLength(3);
    const { read } = network.registryAs(admin);
    for (const { id, holder, authoriser, signatureEpoch, consentEpoch, recovery } of charts) {
      expect(await read.whoControls([id])).toEqual([getAddress(holder.id), signatureEpoch, recovery !== null]);
      expect(await read.authoriserOf([id])).toBe(getAddress(authoriser.id));
      expect(await network.recordsAs(admin).read.consentEpochOf([id])).toBe(consentEpoch);
    }
  });
});

describe("the query schema", () => {
  it("that the web app's questions are checked against is the one graph-node answers to", async () => {
    const checkedIn = await readFile(new URL("../../web/src/lib/history/schema.graphql", import.meta.url), "utf8");

    // Run `node subgraph/introspect.ts` beside `npm start` to renew it.
    expect((await querySchemaOf(network.queryUrl)) === checkedIn).toBe(true);
  });
});

describe("the whole history", () => {
  it("audit events are the logs of both contracts, each once and in their order", async () => {
    const { client, location } = network;
    const logs = await client.getLogs({ address: [location.registry, location.records], fromBlock: 0n });
    const named = await Promise.all(
      (
        await client.getContractEvents({
          address: [location.registry, location.records],
          abi: [...registryAbi, ...recordsAbi],
          fromBlock: 0n,
        })
      ).map(async (log) => ({
        name: log.eventName,
        contract: log.address.toLowerCase(),
        block: log.blockNumber.toString(),
        timestamp: (await client.getBlock({ blockNumber: log.blockNumber })).timestamp.toString(),
        transaction: log.transactionHash,
        logIndex: log.logIndex,
        sender: { id: (await client.getTransaction({ hash: log.transactionHash })).from.toLowerCase() },
      })),
    );
    expect(named).toHaveLength(logs.length);

    const events = [];
    for (let last: Hex = "0x"; ;) {
      const page = (await network.ask(`{
        auditEvents(first: 10, orderBy: id, where: { id_gt: "${last}" }) {
          id name contract block timestamp transaction logIndex sender { id }
        }
      }`)) as { auditEvents: { id: Hex }[] };
      if (page.auditEvents.length === 0) break;
      for (const { id, ...event } of page.auditEvents) {
        events.push(event);
        last = id;
      }
    }
    expect(events).toEqual(named);
  });

  it("every event of the contracts occurred above", async () => {
    const answer = await network.ask(
      `{ auditEvents(first: 1000) { name } __type(name: "EventName") { enumValues { name } } }`,
    );
    const { auditEvents, __type } = answer as {
      auditEvents: { name: string }[];
      __type: { enumValues: { name: string }[] };
    };

    const occurred = new Set(auditEvents.map(({ name }) => name));
    expect([...occurred].sort()).toEqual(__type.enumValues.map(({ name }) => name).sort());
  });

  it("everything that happened to one chart is one question", async () => {
    const answer = await network.ask(`{
      auditEvents(where: { chart: "${chartOf(otherPatient)}" }, orderBy: id, first: 5) { name }
    }`);

    expect(answer).toEqual({
      auditEvents: ["PatientRegistered", "CareAsked", "CareEnded", "CareAsked", "CareAccepted"].map((name) => ({
        name,
      })),
    });
  });

  it("a question for a block that is not indexed yet is refused, and answered once it is", async () => {
    const { client, mined, registryAs } = network;
    const next = (await client.getBlockNumber({ cacheTime: 0 })) + 1n;
    const question = `{ cares(where: { chart: "${chartOf(patient)}", hospital: "2" }, block: { number_gte: ${next} }) { status } }`;
    expect((await network.askNow(question)).errors?.[0]?.message).toContain("not yet available");

    const { blockNumber } = await mined(registryAs(patient).write.askForCare([2]));
    expect(blockNumber).toBeGreaterThanOrEqual(next);
    expect(await network.ask(question)).toEqual({ cares: [{ status: "ASKED" }] });
  });
});
