import { PinataSDK } from "pinata";
import type { Configuration } from "../configuration/read-configuration.ts";
import { withDeadline } from "../deadline.ts";
import { describeError, log } from "../log.ts";
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
  const { upload } = new PinataSDK({ pinataJwt: pinata.jwt, uploadUrl: pinata.uploadUrl });
  const signing = uploads.map(({ maxFileSize, lifetime, from, keyvalues }) =>
    upload.public.createSignedURL({
      date: from,
      expires: lifetime,
      maxFileSize,
      ...(keyvalues && { keyvalues: { ...keyvalues } }),
    }),
  );
  try {
    return await withDeadline(Promise.all(signing), TIMEOUT);
  } catch (error) {
    log("store_unavailable", describeError(error));
    throw new Refusal(
      502,
      "store_unavailable",
      "The file store does not answer just now. Nothing was uploaded or lost. Wait a moment and try again.",
    );
  }
}
