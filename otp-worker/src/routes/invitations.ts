import { getAddress, isAddress, type Address } from "viem";
import * as z from "zod/mini";
import { isRegistrar } from "../network/chain.ts";
import { Refusal } from "../refusal.ts";
import { licenceNumber, readLicenceNumber } from "../register/licence-number.ts";
import { registerKey } from "../register/register-key.ts";
import type { WorkerContext } from "../worker-context.ts";
import { readBody } from "./read-body.ts";
import { requireSession } from "./session.ts";

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
const MOST_HOSPITALS = 2 ** 32 - 1;

export const invitationRequest = z.object({
  ...licenceNumber,
  hospital: z.int().check(z.gte(1), z.lte(MOST_HOSPITALS)),
  account: z.string().check(
    z.regex(ADDRESS),
    z.refine((text) => isAddress(text)),
  ),
});

/** POST /v1/invitations. See [Note: invited wallets]. The register is not read: nobody learns who is in it. */
export async function postInvitation(context: WorkerContext) {
  const { configuration, state } = context.var;
  const session = await requireSession(context);
  const { hospital, account, ...number } = await readBody(context, invitationRequest);
  const licence = await registerKey(configuration.registerKeys, readLicenceNumber(number));
  if (!(await isRegistrar(configuration.chain, session.account, hospital))) {
    throw new Refusal(
      403,
      "not_registrar",
      "Only a registrar of this hospital can invite doctors to it. Nothing was changed. Sign in with the registrar's wallet.",
    );
  }
  const invited = getAddress(account) satisfies Address;
  const expiresAt = await state.invite({ registrar: session.account, account: invited, licence });
  if (expiresAt === null) {
    throw new Refusal(429, "too_many_invitations", "You have invited too many doctors today. Go on tomorrow.");
  }
  return context.json({ account: invited, expiresAt }, 201);
}
