import { randomBytes } from "node:crypto";
import { chartOfReport } from "@chartkey/protocol/report-id";
import { isAddressEqual, type Address } from "viem";
import * as z from "zod/mini";
import { idOfLink, ownerOfLinks } from "../links/link-keys.ts";
import { LINK_LIFETIMES, MOST_PARTS } from "../links/link-limits.ts";
import { sealLinkFile } from "../links/link-seal.ts";
import { hashPasscode } from "../links/passcode.ts";
import { chartOf } from "../network/chain.ts";
import { pinsOf } from "../network/pinata.ts";
import { Refusal } from "../refusal.ts";
import { uploaderTag } from "../tickets/uploader-tag.ts";
import { unixTime } from "../unix-time.ts";
import type { WorkerContext } from "../worker-context.ts";
import { bytes32 } from "./bytes32.ts";
import { readBody } from "./read-body.ts";
import { requireSession } from "./session.ts";

export const linkRequest = z.object({
  upload: bytes32,
  parts: z.array(bytes32).check(z.minLength(1), z.maxLength(MOST_PARTS)),
  passcode: z.string().check(z.minLength(6), z.maxLength(64)),
  lifetime: z.literal(LINK_LIFETIMES),
});

export const endLinkRequest = z.object({ id: z.string().check(z.regex(/^[0-9a-f]{64}$/)) });

/**
 * POST /v1/links. Makes a SMART Health Link's address for a file that is stored already, encrypted under a key that never comes
 * here: under tickets of the account that asks, for `upload`, an id of its chart. Of anything else that the store or its gateway has, the
 * worker would be a public source. An answer that is lost leaves a link that nobody knows.
 */
export async function postLink(context: WorkerContext) {
  const { configuration, state } = context.var;
  const { account, chart, owner } = await requirePatient(context);
  const { upload, parts, passcode, lifetime } = await readBody(context, linkRequest);
  if (!isAddressEqual(chartOfReport(upload), chart)) throw uploadUnknown();
  const tag = uploaderTag(configuration.uploaderKey, account, upload);
  const pins = await pinsOf(configuration.pinata, upload, parts);
  if (!parts.every((part) => pins.get(part)?.some(({ uploader }) => uploader === tag))) throw uploadUnknown();

  const token = randomBytes(32).toString("base64url");
  const id = idOfLink(token);
  const sealed = await sealLinkFile(configuration.linkKeys.seal, id, {
    parts,
    passcode: await hashPasscode(passcode),
  });
  const expiresAt = unixTime() + lifetime;
  if (!(await state.keepLink({ id, owner, sealed, expiresAt }))) {
    throw new Refusal(
      429,
      "too_many_links",
      "You have made too many links today. Those you made work on. Go on tomorrow.",
    );
  }
  return context.json({ token, id, expiresAt }, 201);
}

/** GET /v1/links: what became of the links of a chart, whichever device made them. */
export async function getLinks(context: WorkerContext) {
  return context.json({ links: await context.var.state.linksOf((await requirePatient(context)).owner) });
}

/** POST /v1/links/end. Asks nobody else, so that a link can be ended while the store is away. */
export async function postEndLink(context: WorkerContext) {
  const { owner } = await requirePatient(context);
  const { id } = await readBody(context, endLinkRequest);
  if (!(await context.var.state.endLink({ id, owner }))) {
    throw new Refusal(404, "link_unknown", "This link is not one of yours, or it is over already. It opens nothing.");
  }
  return context.body(null, 204);
}

/** Who is signed in, as whom the chain knows them, and `owner`, what their links are kept under. */
async function requirePatient(context: WorkerContext): Promise<{ account: Address; chart: Address; owner: string }> {
  const { chain, linkKeys } = context.var.configuration;
  const { account } = await requireSession(context);
  const chart = await chartOf(chain, account);
  if (chart === null) {
    throw new Refusal(
      403,
      "not_patient",
      "Only a patient has links. Nothing was changed. Sign in with the wallet of your chart.",
    );
  }
  return { account, chart, owner: ownerOfLinks(linkKeys, chart) };
}

function uploadUnknown() {
  return new Refusal(
    409,
    "upload_unknown",
    "The file of this link is not among what you uploaded for it. Nothing was changed. Make the link again.",
  );
}
