import type { Hex } from "viem";
import { expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import type { ReportRow } from "../history/rows.ts";
import { openReport } from "./openReport.ts";

vi.mock("../chain/reads.ts", () => ({ canRead: async () => true }));
vi.mock("../blobs/downloadBlob.ts", () => ({ downloadBlob: async () => new Uint8Array() }));
/** Bundles by their field: one that is had, one that is gone, one about which the store says nothing yet. */
vi.mock("./capsuleBundle.ts", () => ({
  capsuleBundle: (_: App, field: Hex) => {
    if (field === "0x02") return Promise.reject(new Error("gone"));
    if (field === "0x03") return new Promise(() => {});
    // After the head, and after it was tried to be opened for the first time.
    return new Promise((resolve) => setTimeout(() => resolve(field), 20));
  },
}));

/** A page whose key holder opens the report once it learnt from bundle 1. */
function page() {
  const learnt: unknown[] = [];
  const holder = {
    learnFrom: async (_: unknown, __: unknown, bundle: Hex) => void learnt.push(bundle),
    openHead: async () => {
      if (!learnt.includes("0x01")) throw Object.assign(new Error("No key."), { name: "NoContentKeyError" });
      return { id: 1 };
    },
  };
  const account = `0x${"55".repeat(20)}`;
  const wallet = { client: { account: { address: account } } };
  return { network: {}, chain: {}, wallet, keys: { account, holder } } as unknown as App;
}
const open = (...fields: Hex[]) =>
  openReport(
    page(),
    {} as ReportRow,
    fields.map((field) => ({ field, granter: `0x${"44".repeat(20)}` as const })),
  );

it("opens a report as soon as one source has its key, whatever the store says of the others", async () => {
  expect(await open("0x03", "0x02", "0x01")).toEqual({ id: 1 });
});

it("says of a source that could not be read, rather than that there is no key", async () => {
  await expect(open("0x04", "0x02")).rejects.toThrow("gone");
  await expect(open("0x04")).rejects.toThrow("No key.");
});
