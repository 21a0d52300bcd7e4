import { expect, it, vi } from "vitest";
import { DicomError } from "./dicomError.ts";
import { loadOnce } from "./loadOnce.ts";

it("what is needed is loaded once", async () => {
  const load = vi.fn(async () => "decoder");
  const loaded = loadOnce(load);
  expect(load).not.toHaveBeenCalled();
  expect(await Promise.all([loaded(), loaded()])).toEqual(["decoder", "decoder"]);
  expect(load).toHaveBeenCalledTimes(1);
});

it("what could not be loaded is said so, and loaded when it is needed again", async () => {
  const load = vi.fn(async () => "decoder").mockRejectedValueOnce(new TypeError("Failed to fetch"));
  const loaded = loadOnce(load);
  await expect(loaded()).rejects.toThrow(DicomError);
  expect(await loaded()).toBe("decoder");
});
