import { expect, it, vi } from "vitest";
import { NewBuild } from "./newBuild.svelte.ts";

/** A page that is open in the build it began with, and a browser that finds a newer one when it is told to. */
async function openPage({ controller = {} as object | null } = {}) {
  const next = Object.assign(new EventTarget(), { state: "installing", postMessage: vi.fn() });
  const registration = Object.assign(new EventTarget(), { waiting: null as object | null, installing: next });
  const workers = Object.assign(new EventTarget(), { controller, ready: Promise.resolve(registration) });
  const [reload, leave] = [vi.fn(), new AbortController()];
  const build = new NewBuild(workers as unknown as ServiceWorkerContainer, reload);
  await build.watch(leave.signal);
  const reach = (state: string) => {
    registration.waiting = state === "installed" ? next : null;
    next.state = state;
    next.dispatchEvent(new Event("statechange"));
  };
  const find = () => {
    registration.dispatchEvent(new Event("updatefound"));
    reach("installed");
  };
  return { build, next, workers, reload, leave, find, reach };
}

it("a newer build takes over once it is given leave, and the page is loaded again then", async () => {
  const { build, next, workers, reload, find } = await openPage();
  expect(build.worker).toBeNull();
  find();
  expect(build.worker).toBe(next);
  expect(next.postMessage).not.toHaveBeenCalled();
  build.takeOver();
  expect(next.postMessage).toHaveBeenCalledWith("take-over");
  expect(reload).not.toHaveBeenCalled();
  workers.dispatchEvent(new Event("controllerchange"));
  expect(reload).toHaveBeenCalledOnce();
});

it("a newer build that another tab gave leave is still told of, and is there by loading the page again", async () => {
  const { build, next, reload, find, reach } = await openPage();
  find();
  reach("activating");
  reach("activated");
  expect(build.worker).toBe(next);
  build.takeOver();
  expect(reload).toHaveBeenCalledOnce();
  expect(next.postMessage).not.toHaveBeenCalled();
});

it("the first build that is installed replaces none, and a page that was left watches no more", async () => {
  const first = await openPage({ controller: null });
  first.find();
  expect(first.build.worker).toBeNull();
  const left = await openPage();
  left.leave.abort();
  left.find();
  expect(left.build.worker).toBeNull();
});
