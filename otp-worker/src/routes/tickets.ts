import { MAX_BLOB } from "@chartkey/protocol/cid";
import * as z from "zod/mini";
import { standingOf } from "../network/chain.ts";
import { signUploadUrls } from "../network/pinata.ts";
import { Refusal } from "../refusal.ts";
import { uploaderTag } from "../tickets/uploader-tag.ts";
import { SIZE_SLACK, TICKET_LIFETIME, uploadAllowance } from "../tickets/upload-allowance.ts";
import { unixTime } from "../unix-time.ts";
import type { WorkerContext } from "../worker-context.ts";
import { bytes32 } from "./bytes32.ts";
import { readBody } from "./read-body.ts";
import { requireSession } from "./session.ts";

const MOST_BLOBS = 64;

export const ticketRequest = z.object({
  report: z.nullable(bytes32),
  blobs: z
    .array(z.object({ size: z.int().check(z.gte(1), z.lte(MAX_BLOB)) }))
    .check(z.minLength(1), z.maxLength(MOST_BLOBS)),
});

/** POST /v1/tickets */
export async function postTickets(context: WorkerContext) {
  const { configuration, state } = context.var;
  const { account } = await requireSession(context);
  const { report, blobs } = await readBody(context, ticketRequest);

  const allowance = uploadAllowance(await standingOf(configuration.chain, account), configuration.limits);
  const counted = await state.useTickets(account, blobs.length, allowance);
  if (counted === null) {
    throw new Refusal(
      429,
      "too_many_uploads",
      "This account has used up its uploads for today. What was uploaded is safe. Go on tomorrow.",
    );
  }
  const from = unixTime();
  try {
    const keyvalues = report && { report, uploader: uploaderTag(configuration.uploaderKey, account, report) };
    const terms = { lifetime: TICKET_LIFETIME, from, ...(keyvalues && { keyvalues }) };
    const urls = await signUploadUrls(
      configuration.pinata,
      blobs.map(({ size }) => ({ ...terms, maxFileSize: size + SIZE_SLACK })),
    );
    return context.json({ tickets: urls.map((url) => ({ url, expiresAt: from + TICKET_LIFETIME })) });
  } catch (error) {
    await state.giveBackTickets(counted);
    throw error;
  }
}
