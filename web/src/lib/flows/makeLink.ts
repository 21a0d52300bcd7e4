import { digestOf, MAX_BLOB } from "@chartkey/protocol/cid";
import type { ChartId } from "@chartkey/protocol/chart";
import type { ReportId } from "@chartkey/protocol/report-id";
import { bytesToHex, concat } from "viem";
import type { App } from "../app.ts";
import { LockedMeanwhileError } from "../keys/keys.svelte.ts";
import { sealFile } from "../links/jwe.ts";
import { LARGEST_SEALED, LINK_LIFETIMES, type LinkLifetime } from "../links/linkLimits.ts";
import { makePasscode } from "../links/passcode.ts";
import { writeShlink } from "../links/shlink.ts";
import { forgetLeftovers, noteLeftovers, whileMaking } from "../storage/leftovers.ts";
import { rememberMadeLink } from "../storage/madeLinks.ts";
import { ownerKey } from "../storage/owner.ts";
import { ExplainedError } from "../words/explainedError.ts";
import { m } from "#messages";
import type { OnProgress } from "./progress.ts";
import { removeLeftovers } from "./removeLeftovers.ts";
import { signInFirst } from "./signInFirst.ts";
import { storeBlobs, waitingBlob } from "./storeBlobs.ts";

/** What is to be read by a link. `report` is null for a summary of the chart. */
export interface LinkedFile {
  chart: ChartId;
  report: ReportId | null;
  /** A FHIR resource as JSON; asked for once */
  read: () => Promise<Uint8Array<ArrayBuffer>>;
  /** What everybody sees who has the link, so nothing of what the file says */
  label: string;
}

/** To be given away, link and passcode apart from each other. Nobody can look them up again. */
export interface GivenLink {
  link: string;
  passcode: string;
  /** Unix seconds */
  expiresAt: number;
}

/**
 * Makes a SMART Health Link. The file is locked in this tab under a key of its own, stored as ciphertext, and the OTP worker is told
 * which blobs it is in, the passcode to check and how long: not the key, nor what it is.
 *
 * Its blobs are uploaded as if for a report of the chart, under an id that no report has: so the patient, whoever that is by then, may
 * have them removed. They are noted as left over until the link is remembered, so that one that fails on the way leaves nothing stored.
 *
 * @throws LockedMeanwhileError when the keys were locked before the link was there: then there is none
 */
export async function makeLink(
  app: App,
  { chart, report, read, label }: LinkedFile,
  lifetime: LinkLifetime,
  onProgress: OnProgress,
): Promise<GivenLink> {
  const { network, otp, wallet, keys } = app;
  onProgress({ step: "locking" });
  const key = crypto.getRandomValues(new Uint8Array(32));
  const sealed = new TextEncoder().encode(await sealFile(await read(), key));
  if (sealed.length > LARGEST_SEALED) throw new FileTooLargeError();
  const parts = partsOf(sealed);
  await signInFirst(app, onProgress);

  const upload = concat([chart, bytesToHex(crypto.getRandomValues(new Uint8Array(12)))]);
  const digests = await Promise.all(parts.map((part) => digestOf(part)));
  const owner = ownerKey(network, wallet.client.account.address);
  const blobs = { owner, report: upload, blobs: digests };
  try {
    return await whileMaking(upload, async () => {
      // Without a place to note it, it is not removed should this fail: no reason to make no link.
      const isNoted = await noteLeftovers(blobs).then(
        () => true,
        () => false,
      );
      const stored = new Set<number>();
      const told = () => onProgress({ step: "storing", stored: stored.size, total: parts.length });
      told();
      await storeBlobs(app, upload, parts.map(waitingBlob), [], async (index) => {
        stored.add(index);
        told();
      });
      // Whoever locked their keys meanwhile, or was not there to keep them unlocked, gives nothing away any more.
      if (keys.account === null) throw new LockedMeanwhileError();
      const passcode = makePasscode();
      const { token, id, expiresAt } = await otp.makeLink(upload, digests, passcode, LINK_LIFETIMES[lifetime]);
      const madeAt = Math.floor(Date.now() / 1000);
      const made = { owner, id, report, madeAt, expiresAt, endedAt: null, upload, blobs: digests };
      // Without a place to remember it, it is in the worker's list all the same. It must only not be taken for left over.
      await rememberMadeLink(made).catch(() => (isNoted ? forgetLeftovers(blobs) : undefined));
      const link = writeShlink(`${location.origin}/link`, network.otpUrl, { token, key, exp: expiresAt, label });
      return { link, passcode, expiresAt };
    });
  } catch (error) {
    removeLeftovers(app).catch(() => {});
    throw error;
  }
}

function partsOf(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const count = Math.ceil(bytes.length / MAX_BLOB);
  return Array.from({ length: count }, (_, index) => bytes.slice(index * MAX_BLOB, (index + 1) * MAX_BLOB));
}

/** Locked, it is longer than a link's file may be. */
export class FileTooLargeError extends ExplainedError {
  override name = "FileTooLargeError";

  constructor() {
    super({
      what: m.links_too_large_what(),
      safe: m.links_too_large_safe(),
      next: m.links_too_large_next(),
      remedy: null,
    });
  }
}
