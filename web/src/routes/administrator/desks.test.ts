import { describe, expect, it } from "vitest";
import type { App } from "#lib/app.ts";
import { load } from "./+layout.ts";

describe("the desks of an administrator’s pages", () => {
  const loaded = async (app: App) => load({ parent: () => Promise.resolve({ app }) } as Parameters<typeof load>[0]);
  const app = { network: "the one" } as unknown as App;

  it("stay the same when somebody goes where they are already, so that forms keep what was typed", async () => {
    const before = await loaded(app);
    expect(before).toHaveProperty("desk.app", app);
    expect(await loaded(app)).toBe(before);
  });

  it("are others for another app", async () => {
    await loaded(app);
    const other = { network: "another" } as unknown as App;
    expect(await loaded(other)).toHaveProperty("desk.app", other);
  });
});
