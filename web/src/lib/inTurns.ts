import { fewAtOnce } from "./fewAtOnce.ts";

/** Questions that go together. More of them would keep the page from drawing while they are put, and while they are answered. */
const TOGETHER = 100;
/** So many of these groups are under way at once. */
const GROUPS = 4;

/** Asks about each of any number of things, some at a time, and lets the page draw in between. Answers come in the order of the things. */
export async function inTurns<Thing, Answer>(
  things: readonly Thing[],
  ask: (thing: Thing) => Promise<Answer>,
): Promise<Answer[]> {
  const inTurn = fewAtOnce(GROUPS);
  const answers = await Promise.all(
    groupsOf(things, TOGETHER).map((group) =>
      inTurn(async () => {
        await new Promise((resolve) => setTimeout(resolve));
        return Promise.all(group.map(ask));
      }),
    ),
  );
  return answers.flat();
}

/** The same things in order, in groups of `size`; the last may be smaller. */
export function groupsOf<Thing>(things: readonly Thing[], size: number): Thing[][] {
  return Array.from({ length: Math.ceil(things.length / size) }, (_, index) =>
    things.slice(index * size, (index + 1) * size),
  );
}
