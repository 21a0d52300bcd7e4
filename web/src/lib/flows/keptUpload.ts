import type { ChartId } from "@chartkey/protocol/chart";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { Call } from "../chain/call.ts";

/**
 * A report between locking and the public record, kept so that a reload or a rejected wallet prompt loses nothing: its
 * locked blobs and the transaction that will add it. All of it would be public a minute later.
 */
export type KeptUpload = {
  id: string;
  owner: string;
  chart: ChartId;
  report: ReportId;
  call: Call;
  blobs: readonly Uint8Array<ArrayBuffer>[];
  /** How many of the blobs the store has. */
  stored: number;
  /** Milliseconds since 1970. */
  startedAt: number;
};
