import { paddedBodyLength, partCount } from "@chartkey/protocol/payload-format";
import type { SealedPart } from "@chartkey/protocol/payload-seal";
import { proxy } from "comlink";
import type { Transfer } from "../blobs/transfer.svelte.ts";
import type { OnProgress } from "./progress.ts";

/** What the key holder calls with each part of a file as it is locked: keeps it, unless paused, and says how far that is. */
export function keepingParts(
  file: Blob,
  keep: (part: SealedPart) => Promise<void>,
  onProgress: OnProgress,
  transfer: Transfer,
) {
  const total = partCount(paddedBodyLength(file.size));
  let locked = 0;
  return proxy(async (part: SealedPart) => {
    await transfer.untilAllowed();
    await keep(part);
    onProgress({ step: "locking", locked: ++locked, total });
  });
}
