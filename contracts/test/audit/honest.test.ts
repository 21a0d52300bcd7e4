import { endOfLogs } from "@chartkey/protocol/audit/ledger";
import { answerOf, callOf, viewsOf } from "@chartkey/protocol/audit/views";
import { describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { contractsOf, folded, logsOf, node } from "../support/audited.ts";
import { now } from "../support/chain.ts";
import { rightfulCalls } from "../support/rightful-calls.ts";
import { world, type World } from "../support/world.ts";

describe("an auditor who folds every log", () => {
  for (const { name, by, prepare } of rightfulCalls) {
    it(`finds no rule broken after ${name} by the ${by}, and what the contracts answer`, async () => {
      const all = await world();
      const send = await prepare(all);
      await send(all[by] as Actor);
      const { ledger, breaches } = folded(all, await logsOf(all));

      expect([...breaches, ...endOfLogs(ledger)]).toEqual([]);
      expect(await differences(all, ledger.book)).toEqual([]);
    });
  }
});

async function differences(all: World, book: Parameters<typeof viewsOf>[0]): Promise<unknown[]> {
  const time = Number(await now());
  const found: unknown[] = [];
  let asked = 0;
  for (const view of viewsOf(book)) {
    const to = contractsOf(all)[view.contract];
    const answer = answerOf(view, (await node("eth_call", [{ to, data: callOf(view) }, "latest"])) as `0x${string}`);
    const expected = view.expected(time);
    asked++;
    if (JSON.stringify(answer) !== JSON.stringify(expected)) found.push({ ...view, answer, expected });
  }
  expect(asked).toBeGreaterThan(50);
  return found;
}
