import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { describe, expect, it } from "vitest";
import { chain, nextAt, now } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { refusalOf } from "../support/refusal.ts";
import { rightfulCalls, type RightfulCall } from "../support/rightful-calls.ts";
import { world } from "../support/world.ts";

const EVERYBODY = [
  "admin",
  "attester",
  "registrar",
  "harbourRegistrar",
  "doctor",
  "harbourDoctor",
  "patient",
  "otherPatient",
  "newcomer",
  "stranger",
  "pauser",
] as const;

/** Whom a copy must not help. */
function othersThan({ by, alsoBy }: RightfulCall) {
  return EVERYBODY.filter((name) => name !== by && !alsoBy.some((other) => other === name));
}

describe("what everybody may call", () => {
  it("is every function that changes anything", () => {
    const functions = [
      ...writesOf(registryAbi).map((name) => `registry.${name}`),
      ...writesOf(recordsAbi).map((name) => `records.${name}`),
    ];
    expect(new Set(rightfulCalls.map(({ name }) => name))).toEqual(new Set(functions));
  });
});

describe("a copied call, sent by somebody else", () => {
  for (const rightful of rightfulCalls.filter(({ byAnyone }) => !byAnyone)) {
    it(`is refused: ${rightful.name} of the ${rightful.by}`, async () => {
      const all = await world();
      const send = await rightful.prepare(all);

      for (const name of othersThan(rightful)) {
        expect(await refusalOf(send(all[name])), `sent by the ${name}`).not.toBe("not refused");
      }
      await send(all[rightful.by]);
    });
  }
});

/** Not signed, only due, and so it says who sent it. */
const NAMES_ITS_SENDER = "registry.completeAuthoriser";

describe("a call that anyone may send", () => {
  for (const rightful of rightfulCalls.filter(({ byAnyone }) => byAnyone)) {
    it(`does the same whoever sends it: ${rightful.name}`, async () => {
      const all = await world();
      const send = await rightful.prepare(all);
      const before = await chain.networkHelpers.takeSnapshot();
      const at = (await now()) + 10n;

      await nextAt(at);
      const own = await eventsOf(send(all[rightful.by]));
      expect(own).not.toEqual([]);
      for (const name of othersThan(rightful)) {
        await before.restore();
        await nextAt(at);
        expect(await eventsOf(send(all[name])), `sent by the ${name}`).toEqual(
          rightful.name === NAMES_ITS_SENDER ? own.map((event) => sentBy(event, all[name].address)) : own,
        );
      }
    });

    it(`is done once: ${rightful.name}`, async () => {
      const all = await world();
      const send = await rightful.prepare(all);
      await send(all.stranger);
      expect(await refusalOf(send(all.stranger))).not.toBe("not refused");
    });
  }
});

function sentBy<event extends { args: object }>(event: event, actor: string) {
  return { ...event, args: { ...event.args, actor } };
}

function writesOf(abi: readonly { type: string; name?: string; stateMutability?: string }[]): string[] {
  return abi.flatMap(({ type, name, stateMutability }) =>
    type === "function" && name !== undefined && stateMutability === "nonpayable" ? [name] : [],
  );
}
