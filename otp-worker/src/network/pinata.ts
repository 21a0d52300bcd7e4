import { cidOfDigest } from "@chartkey/protocol/cid";
import { PinataSDK } from "pinata";
import type { Hex } from "viem";
import type { Configuration } from "../configuration/read-configuration.ts";
import { withDeadline } from "../deadline.ts";
import { describeError, logError } from "../log.ts";
import { Refusal } from "../refusal.ts";

/** Milliseconds to wait for Pinata, its own repeated attempts included. */
const TIMEOUT = 15_000;

export interface UploadTerms {
  /** The largest file in bytes. */
  readonly maxFileSize: number;
  /** Seconds the address works for. */
  readonly lifetime: number;
  /** When that begins, in Unix seconds. */
  readonly from: number;
  /** Kept with the file by Pinata, so that it can be told later what it belongs to. */
  readonly keyvalues?: Readonly<Record<string, string>>;
}

/**
 * Addresses that accept one kind of upload for a while, one for each of `uploads`. Whoever has such an address can upload
 * without the JWT, which stays here.
 *
 * They name no media type: Pinata compares with what it *detects*, and encrypted bytes now and then look like something.
 *
 * @throws {Refusal} `store_unavailable`
 */
export async function signUploadUrls(
  pinata: Configuration["pinata"],
  uploads: readonly UploadTerms[],
): Promise<string[]> {
  const { upload } = connect(pinata);
  return asking(
    Promise.all(
      uploads.map(({ maxFileSize, lifetime, from, keyvalues }) =>
        upload.public.createSignedURL({
          date: from,
          expires: lifetime,
          maxFileSize,
          ...(keyvalues && { keyvalues: { ...keyvalues } }),
        }),
      ),
    ),
  );
}

/** A blob as the store keeps it. */
export interface Pin {
  readonly id: string;
  /** See `uploaderTag`; undefined for what was uploaded before there were any. */
  readonly uploader: string | undefined;
}

/**
 * Where blobs are kept that were uploaded for a report, by their digests. A blob that was uploaded for something else, by
 * whomever, is not among them.
 *
 * @throws {Refusal} `store_unavailable`
 */
export async function pinsOf(
  pinata: Configuration["pinata"],
  report: Hex,
  blobs: readonly Hex[],
): Promise<ReadonlyMap<Hex, readonly Pin[]>> {
  const { files } = connect(pinata);
  const found = await asking(
    Promise.all(
      blobs.map(async (blob) => {
        const cid = cidOfDigest(blob);
        const listed = await files.public.list().cid(cid).keyvalues({ report });
        const ours = listed.files.filter((file) => file.cid === cid && file.keyvalues["report"] === report);
        return [blob, ours.map(({ id, keyvalues }) => ({ id, uploader: keyvalues["uploader"] }))] as const;
      }),
    ),
  );
  return new Map(found);
}

/**
 * Removes what `pinsOf` found.
 *
 * @throws {Refusal} `store_unavailable`: some may be gone, and the rest can be removed by asking again
 */
export async function removePins(pinata: Configuration["pinata"], pins: readonly Pin[]): Promise<void> {
  if (pins.length === 0) return;
  const { files } = connect(pinata);
  const results = await asking(files.public.delete(pins.map(({ id }) => id)));
  if (results.some(({ status }) => status !== "OK")) {
    logError("store_unavailable", { name: "unpin" });
    throw storeUnavailable();
  }
}

export function storeUnavailable() {
  return new Refusal(
    502,
    "store_unavailable",
    "The file store does not answer just now. Nothing was lost. Wait a moment and try again.",
  );
}

function connect({ jwt, uploadUrl, apiUrl }: Configuration["pinata"]) {
  return new PinataSDK({ pinataJwt: jwt, uploadUrl, endpointUrl: apiUrl });
}

async function asking<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await withDeadline(answer, TIMEOUT);
  } catch (error) {
    logError("store_unavailable", describeError(error));
    throw storeUnavailable();
  }
}
