import { describe, expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import { UnreadableFileError, type CheckedFile } from "../documents/checkFile.ts";
import { PDF } from "../documents/fileKind.ts";
import { lockReport } from "./lockReport.ts";

vi.mock("./newReportRecipients.ts", () => ({
  newReportRecipients: async () => ({ recipients: [], holderKeyVersion: 1, consentEpoch: 1 }),
}));
vi.mock("./keptUpload.ts", () => ({ keepUpload: (_: App, lock: (keep: unknown) => unknown) => lock(async () => {}) }));

describe("a report whose locking fails", () => {
  const failed = new Error("The worker says no.");

  function lock(file: File) {
    const document: CheckedFile = { file, filename: "letter.pdf", kind: PDF, people: [], isLocked: false };
    const app = {
      network: {},
      chain: {},
      wallet: { client: { account: { address: "0x51" } } },
      keys: { holder: { sealReport: () => Promise.reject(failed) }, whileUnlocked: (work: Promise<unknown>) => work },
    } as unknown as App;
    const said = { chart: "0x7c", hospital: null, type: "letter", title: "Letter", date: "2026-11-12" } as const;
    return lockReport(app, { ...said, document }, () => {});
  }

  it("says so of its file where that is gone or was changed since it was chosen", async () => {
    const file = new File(["%PDF-1.7"], "letter.pdf");
    file.slice = () => {
      throw new DOMException("gone", "NotReadableError");
    };
    await expect(lock(file)).rejects.toThrow(UnreadableFileError);
    await expect(lock(file)).rejects.toThrow("letter.pdf could not be read from this device.");
  });

  it("says what went wrong otherwise", async () => {
    await expect(lock(new File(["%PDF-1.7"], "letter.pdf"))).rejects.toBe(failed);
  });
});
