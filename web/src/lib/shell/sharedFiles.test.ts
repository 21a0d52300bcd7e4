import { expect, it } from "vitest";
import { ASK_FOR_FILES, receiveShared, takeShared } from "./sharedFiles.ts";

/** A service worker that gives its files once. */
function workerWith(files: File[]): ServiceWorkerContainer {
  const active = {
    postMessage(asked: unknown, [port]: MessagePort[]) {
      if (asked === ASK_FOR_FILES) port!.postMessage(files.splice(0));
    },
  };
  return { ready: Promise.resolve({ active }) } as unknown as ServiceWorkerContainer;
}

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
  expect(await receiveShared(undefined)).toEqual([]);
  expect(await receiveShared(workerWith([]))).toEqual([]);
});
