import * as z from "zod/mini";
import type { Network } from "../network/network.ts";
import { OtpRefusedError, otpRequest } from "../otp/otpRequest.ts";
import { readUpTo } from "../readUpTo.ts";
import { openFile } from "./jwe.ts";
import { LARGEST_SEALED } from "./linkLimits.ts";
import { LinkError, type LinkProblem } from "./linkError.ts";
import { readPasscode } from "./passcode.ts";
import type { Shlink } from "./shlink.ts";

/** Milliseconds until a file that does not arrive is given up. */
const TIMEOUT = 60_000;

const manifest = z.looseObject({
  files: z.array(z.looseObject({ contentType: z.string(), location: z.url() })).check(z.minLength(1)),
});

const refusals: Readonly<Record<string, LinkProblem>> = {
  wrong_passcode: "wrong-passcode",
  link_used_up: "used-up",
  link_ended: "ended",
  link_unknown: "unknown",
  too_many_unknown_links: "too-many",
};

/**
 * The FHIR file that a link leads to, opened in this tab. No sign-in, no wallet.
 *
 * That it is what the patient locked needs no digest: under the link's key, which no server has, nobody else could lock anything.
 *
 * @param recipient Who reads, in words; the format wants it said
 * @throws LinkError
 */
export async function openLink(
  { otpUrl }: Pick<Network, "otpUrl">,
  { token, key }: Shlink,
  { recipient, passcode }: { recipient: string; passcode: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const body = { recipient, passcode: readPasscode(passcode) };
  const path = `/v1/links/manifest?link=${token}`;
  const { files } = await otpRequest(otpUrl, path, { method: "POST", body }, manifest).catch((error: unknown) => {
    throw refused(error);
  });
  const [file] = files;
  const isOurs = file && URL.parse(file.location)?.origin === new URL(otpUrl).origin;
  if (!isOurs) throw new LinkError("damaged-file");
  const sealed = await fetchSealed(file.location);
  return openFile(sealed, key).catch((cause: unknown) => {
    throw new LinkError("damaged-file", { cause });
  });
}

function refused(error: unknown): LinkError {
  if (!(error instanceof OtpRefusedError)) return new LinkError("service-away", { cause: error });
  const problem = refusals[error.code];
  // The last wrong one closes the link: say that rather than that none are left.
  if (problem === "wrong-passcode" && error.triesLeft === 0) return new LinkError("used-up");
  return new LinkError(problem ?? "service-away", { triesLeft: error.triesLeft ?? 0 });
}

async function fetchSealed(location: string): Promise<string> {
  const response = await fetch(location, {
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT),
  }).catch((cause: unknown) => {
    throw new LinkError("store-away", { cause });
  });
  if (!response.ok) throw await whyNoFile(response);
  const sealed = await readUpTo(LARGEST_SEALED, response.body).catch((cause: unknown) => {
    throw new LinkError("store-away", { cause });
  });
  if (!sealed) throw new LinkError("damaged-file");
  return new TextDecoder().decode(sealed);
}

async function whyNoFile(response: Response): Promise<LinkError> {
  const refusal = z.looseObject({ error: z.string() }).safeParse(await response.json().catch(() => null));
  return new LinkError(refusal.data?.error === "link_ended" ? "ended" : "store-away");
}
