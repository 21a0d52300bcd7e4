import { describe, expect, it } from "vitest";
import { cacheName, isKeepShell, isShare, isShellFile, keepShell, shellAnswer } from "./shell.ts";

const ORIGIN = "https://chart.example";
const files = new Set(["/_app/immutable/a.js", "/icon.svg"]);
const asked = (url: string, mode = "cors", method = "GET") => shellAnswer({ url, mode, method }, ORIGIN, files);

it.each([
  ["_app/immutable/entry/start.abc.js", true],
  ["_app/immutable/assets/0.abc.css", true],
  ["_app/immutable/assets/digits.abc.woff2", true],
  ["icon.svg", true],
  ["_app/immutable/assets/openjpeg.abc.wasm", false],
  ["_app/immutable/assets/LiberationSans-Bold.abc.ttf", false],
  ["_app/immutable/workers/pdf.worker-abc.js", false],
  ["_app/immutable/workers/dicom.worker-abc.js", false],
  ["_app/immutable/workers/keyHolder.worker-abc.js", true],
])("%s is part of the shell: %s", (path, isPart) => {
  expect(isShellFile(path, "en")).toBe(isPart);
});

it("letters for Hindi are part of it for those who read Hindi", () => {
  const letters = "_app/immutable/assets/noto-sans-devanagari-devanagari-wght-normal.abc.woff2";
  expect(isShellFile(letters, "hi")).toBe(true);
  expect(isShellFile(letters, "en")).toBe(false);
  expect(isShellFile("_app/immutable/assets/noto-sans-devanagari-latin-wght-normal.abc.woff2", "hi")).toBe(false);
});

it("the page asks for the shell to be kept in its language, and nothing else asks for that", async () => {
  const asked = await new Promise<unknown>((resolve) => {
    const workers = { ready: Promise.resolve({ active: { postMessage: resolve } }) };
    keepShell(workers as unknown as ServiceWorkerContainer, "hi", 0);
  });
  expect(isKeepShell(asked)).toBe(true);
  expect(asked).toHaveProperty("language", "hi");
  expect([null, "take-over", { keep: "all" }, { keep: "shell" }].some(isKeepShell)).toBe(false);
});

describe("the shell answers", () => {
  it("for every address of the page, after the network was asked", () => {
    for (const path of ["/", "/patient/reports/0x12?x=1#y"]) {
      expect(asked(`${ORIGIN}${path}`, "navigate")).toEqual({ path: "/", networkFirst: true });
    }
  });

  it("for the network's configuration, after the network was asked", () => {
    expect(asked(`${ORIGIN}/chartkey.json`)).toEqual({ path: "/chartkey.json", networkFirst: true });
  });

  it("for its own files at once", () => {
    expect(asked(`${ORIGIN}/icon.svg`)).toEqual({ path: "/icon.svg", networkFirst: false });
  });

  it.each([
    ["another origin, also of a locked document", "https://gateway.example/ipfs/bafk", "cors", "GET"],
    ["another origin's file of the same name", "https://gateway.example/icon.svg", "cors", "GET"],
    ["what is not in it", `${ORIGIN}/_app/immutable/b.js`, "cors", "GET"],
    ["its file with a question", `${ORIGIN}/icon.svg?x=1`, "cors", "GET"],
    ["anything that is sent", `${ORIGIN}/`, "navigate", "POST"],
  ])("never for %s", (_, url, mode, method) => {
    expect(asked(url, mode, method)).toBe(null);
  });
});

it.each([
  ["/share", "navigate", "POST", true],
  ["/share", "navigate", "GET", false],
  ["/share", "cors", "POST", false],
  ["/patient/add", "navigate", "POST", false],
])("%s asked by %s with %s is a share: %s", (path, mode, method, isOne) => {
  expect(isShare({ url: `${ORIGIN}${path}`, mode, method }, ORIGIN)).toBe(isOne);
});

it("each build has a cache of its own, whatever the order of its files", async () => {
  expect(await cacheName(["/a", "/b"])).toBe(await cacheName(["/b", "/a"]));
  expect(await cacheName(["/a", "/b"])).not.toBe(await cacheName(["/a", "/c"]));
  expect(await cacheName(["/a"])).toMatch(/^shell-[0-9a-f]{16}$/);
});
