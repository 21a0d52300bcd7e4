import { expect, it } from "vitest";
import { claimFreeOffset, findFreeOffset } from "../local/ports.ts";

it("gives no two who ask at the same moment the same ports, and gives what was released to the next", async () => {
  const start = await findFreeOffset(23_500);
  const claims = await Promise.all([claimFreeOffset(start), claimFreeOffset(start), claimFreeOffset(start)]);
  const offsets = claims.map(({ offset }) => offset);
  expect(new Set(offsets).size).toBe(3);
  for (const { release } of claims) release();
  const next = await claimFreeOffset(start);
  expect(offsets).toContain(next.offset);
  next.release();
});
