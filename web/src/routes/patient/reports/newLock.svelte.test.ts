import type { ReportId } from "@chartkey/protocol/report-id";
import { getAddress } from "viem";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ReportRow } from "#lib/history/rows.ts";
import type { PatientDesk } from "../patientDesk.svelte.ts";
import { NewLocking } from "./newLock.svelte.ts";

const putNewLock = vi.hoisted(() => vi.fn());
vi.mock("#lib/flows/putNewLock.ts", () => ({ putNewLock }));

const row = { report: `0x${"1".repeat(64)}` as ReportId } as ReportRow;
const account = getAddress(`0x${"5".repeat(40)}`);

/** A lock at a desk whose node and lists answer nothing any more. */
function locking() {
  const fail = () => Promise.reject(new Error("no answer"));
  const chain = { client: { getLogs: fail, getBlockNumber: fail }, network: {} };
  const readUnfinishedLocks = vi.fn(async () => {});
  const lock = new NewLocking({ app: { chain }, load: fail, readUnfinishedLocks } as unknown as PatientDesk, row);
  return { lock, readUnfinishedLocks };
}

describe("a new lock", () => {
  beforeEach(() => void putNewLock.mockReset());

  it("is on, whatever cannot be read after it", async () => {
    putNewLock.mockResolvedValue({ leftOut: [account], closedRemarks: 0, kept: false });
    const { lock } = locking();
    expect(await lock.run()).toBe(true);
    expect(lock.leftOut).toEqual([account]);
    expect(lock.flow).toMatchObject({ isDone: true, error: null });
  });

  it("that fails says why, and is listed as unfinished", async () => {
    const error = new Error("refused");
    putNewLock.mockRejectedValue(error);
    const { lock, readUnfinishedLocks } = locking();
    expect(await lock.run()).toBe(false);
    expect(readUnfinishedLocks).toHaveBeenCalled();
    expect(lock.flow).toMatchObject({ isDone: false, error });
  });
});
