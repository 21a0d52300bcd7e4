import { expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import { StoreAwayError } from "../blobs/downloadBlob.ts";
import type { ReportRow } from "../history/rows.ts";
import { isProvenClosed } from "./isProvenClosed.ts";

const away = new StoreAwayError();
const named = (name: string) => Object.assign(new Error(), { name });

const capsuleBundle = vi.hoisted(() => vi.fn());
vi.mock("./capsuleBundle.ts", () => ({ capsuleBundle }));

/** Of a patient who unlocked keys up to the second, for a report whose capsules are here and have its key, unless said otherwise. */
function isClosed(
  error: unknown,
  { isComplete = true, holderKeyVersion = 2, hasContentKey = true, capsules = null as Error | null } = {},
): Promise<boolean> {
  capsuleBundle.mockImplementation(async () => {
    if (capsules) throw capsules;
    return new Uint8Array();
  });
  const holder = {
    hasKeyVersion: async (version: number) => version <= 2,
    learnFrom: async () => {},
    hasContentKey: async () => hasContentKey,
  };
  const app = { keys: { holder }, network: {}, published: { isComplete } } as unknown as App;
  return isProvenClosed(app, { holderKeyVersion } as ReportRow, error);
}

it.each(["NoContentKeyError", "CapsuleAlteredError", "CommitmentMismatchError"])(
  "a report is locked wrongly where it ends with a %s",
  async (name) => {
    expect(await isClosed(named(name))).toBe(true);
  },
);

it("a report is not known to be locked wrongly by what could not be fetched or asked", async () => {
  expect(await isClosed(away)).toBe(false);
  expect(await isClosed(away, { capsules: away, hasContentKey: false })).toBe(false);
  expect(await isClosed(named("HttpRequestError"))).toBe(false);
});

it("a report is locked wrongly where its capsules are here and have no key to it, though its document is not", async () => {
  expect(await isClosed(away, { hasContentKey: false })).toBe(true);
  expect(await isClosed(away, { capsules: named("MalformedCapsuleError") })).toBe(true);
});

it("a report is not known to be locked wrongly while what was locked again for the patient is not all here", async () => {
  expect(await isClosed(named("NoContentKeyError"), { isComplete: false })).toBe(false);
});

it("a report is not known to be locked wrongly where it was locked for a key that was not unlocked here", async () => {
  expect(await isClosed(named("NoContentKeyError"), { holderKeyVersion: 3 })).toBe(false);
});
