import { describe, expect, it } from "vitest";
import { StopThenLock } from "./stopThenLock.svelte.ts";

/** A stop whose lists are read anew until `loaded` is called, and what was done after it. */
function stop() {
  const happened: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const ending = new StopThenLock();
  const reload = () => promise.then(() => happened.push("lists"));
  const lock = async () => happened.push("locks");
  return { ending, happened, reload, lock, loaded: resolve, failed: reject };
}

describe("new locks after a stop", () => {
  it("are shown at once, and put on when the lists were read anew", async () => {
    const { ending, happened, reload, lock, loaded } = stop();
    const done = ending.stopped(reload, lock);
    expect(ending).toMatchObject({ asking: false, following: true, stoppedAt: expect.any(Number) as number });
    expect(happened).toEqual([]);
    loaded();
    await done;
    expect(happened).toEqual(["lists", "locks"]);
  });

  it("are put on also when the lists cannot be read", async () => {
    const { ending, happened, reload, lock, failed } = stop();
    failed(new Error("no lists"));
    await ending.stopped(reload, lock);
    expect(happened).toEqual(["locks"]);
  });

  it("do not begin once they were left for later", async () => {
    const { ending, happened, reload, lock, loaded } = stop();
    const done = ending.stopped(reload, lock);
    ending.following = false;
    loaded();
    await done;
    expect(happened).toEqual(["lists"]);
  });

  it("do not begin when the question was closed while the stop was on its way", async () => {
    const { ending, happened, reload, lock, loaded } = stop();
    ending.close();
    loaded();
    await ending.stopped(reload, lock);
    expect(happened).toEqual(["lists"]);
    expect(ending).toMatchObject({ asking: false, following: false });
  });

  it("are not shown where none are wanted", async () => {
    const { ending, reload, loaded } = stop();
    loaded();
    await ending.stopped(reload, null);
    expect(ending).toMatchObject({ asking: false, following: false });
  });
});
