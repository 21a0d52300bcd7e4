import { padHex, type Hash, type Hex } from "viem";
import { expect, it } from "vitest";
import { eventsOf } from "./events.ts";
import { expectRefusal } from "./expect-refusal.ts";
import { world, type World } from "./world.ts";

/** A reference to a stored bundle: nothing shorter is allowed. */
const SHORTEST = 32;
const LONGEST = 32_768;

const capsulesOf = (length: number): Hex => (length === 0 ? "0x" : padHex("0x01", { size: length }));

/** The limits of every call that carries capsules, and that they go out in its event as they came in. */
export function itLimitsCapsules(call: (all: World, capsules: Hex) => Promise<Hash>): void {
  for (const length of [0, SHORTEST - 1, LONGEST + 1]) {
    it(`is refused with ${length} bytes of capsules`, async () => {
      const all = await world();
      await expectRefusal(call(all, capsulesOf(length)), "ReportCapsulesLength", [BigInt(length)]);
    });
  }

  for (const length of [SHORTEST, LONGEST]) {
    it(`takes ${length} bytes of capsules`, async () => {
      const all = await world();
      const [event] = await eventsOf(call(all, capsulesOf(length)));
      expect(event?.args).toMatchObject({ capsules: capsulesOf(length) });
    });
  }
}
