import { afterEach, expect, it, vi } from "vitest";
import { ASK_FOR_FILES, forgetShared, receiveShared, takeShared } from "./sharedFiles.ts";

/** A service worker that gives its files once. */
function workerWith(files: File[]): ServiceWorkerContainer {
  const active = {
    postMessage(asked: unknown, [port]: MessagePort[]) {
      if (asked === ASK_FOR_FILES) port!.postMessage(files.splice(0));
    },
  };
  return { getRegistration: async () => ({ active }) } as unknown as ServiceWorkerContainer;
}

afterEach(() => {
  vi.useRealTimers();
  forgetShared();
});

const letter = () => new File(["Dear Anjali"], "letter.txt", { type: "text/plain" });

it("what was shared is handed to one form, once", async () => {
  const workers = workerWith([letter()]);
  expect((await receiveShared(workers)).map(({ name }) => name)).toEqual(["letter.txt"]);
  // Whoever comes back to the page before a form took them finds them still.
  expect(await receiveShared(workers)).toHaveLength(1);
  expect(takeShared()).toHaveLength(1);
  expect(takeShared()).toEqual([]);
  expect(await receiveShared(workers)).toEqual([]);
});

it("there is nothing where no service worker is, or its files are gone", async () => {
  const none = { ready: new Promise(() => {}), getRegistration: async () => undefined };
  expect(await receiveShared(undefined)).toEqual([]);
  expect(await receiveShared(none as unknown as ServiceWorkerContainer)).toEqual([]);
  expect(await receiveShared(workerWith([]))).toEqual([]);
});

it("what no form took for half an hour is forgotten, also by a tab that slept", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  await receiveShared(workerWith([letter()]));
  vi.setSystemTime(Date.now() + 30 * 60_000 - 1);
  expect(await receiveShared(undefined)).toHaveLength(1);
  vi.setSystemTime(Date.now() + 1);
  expect(await receiveShared(undefined)).toEqual([]);
  expect(takeShared()).toEqual([]);
});
