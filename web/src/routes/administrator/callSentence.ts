import { cardCodeOf } from "@chartkey/protocol/card-code";
import type { ChartId } from "@chartkey/protocol/chart";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { parseRole } from "@chartkey/protocol/role-id";
import { decodeFunctionData, isAddressEqual, type Address } from "viem";
import { formatDate } from "#components/dates.ts";
import { phraseOf, type Phrase } from "#components/phrase.ts";
import type { Call } from "#lib/chain/call.ts";
import type { Network } from "#lib/network/network.ts";
import { m } from "#messages";

/** What the calldata has as addresses and numbers, in words. */
export type CallNames = {
  /** Public name of a verified doctor; null for anybody else. */
  doctor: (account: Address) => string | null;
  hospital: (id: number) => string;
  /**
   * Whether a patient asked for care and was not accepted. Their card code is not said then: who asked has not shown their
   * card.
   */
  onlyAsked: (chart: ChartId, hospital: number) => boolean;
};

/**
 * What an administrator is about to send, in one sentence read off the calldata itself, so that words and transaction cannot
 * differ.
 *
 * @throws Error for a call that is no administrator's: it must not be sent from here.
 */
export function callSentence(network: Network, { to, data }: Call, names: CallNames): Phrase {
  if (!isAddressEqual(to, network.registry)) throw new NoWordsError(to);
  const { functionName, args } = decodeFunctionData({ abi: registryAbi, data });
  switch (functionName) {
    case "openHospital":
      return phraseOf(m.administrator_call_sentence_open_hospital, { hospital: { strong: args[1] }, number: args[0] });
    case "scheduleRoleGrant":
      return phraseOf(m.administrator_call_sentence_announced, {
        ...someone(args[1], names),
        ...roleOf(args[0], names),
      });
    case "grantRole":
      return phraseOf(m.administrator_call_sentence_granted, { ...someone(args[1], names), ...roleOf(args[0], names) });
    case "revokeRole":
      return phraseOf(m.administrator_call_sentence_revoked, { ...someone(args[1], names), ...roleOf(args[0], names) });
    case "disavowAttester":
      return phraseOf(m.administrator_call_sentence_disowned, {
        account: { code: args[0] },
        moment: { strong: formatDate(Number(args[1]) * 1000, "until") },
      });
    case "pause":
      return [m.administrator_call_sentence_pause()];
    case "unpause":
      return [m.administrator_call_sentence_unpause()];
    case "beginDefaultAdminTransfer":
      return phraseOf(m.administrator_call_sentence_begin_handover, { account: { code: args[0] } });
    case "cancelDefaultAdminTransfer":
      return [m.administrator_call_sentence_call_off_handover()];
    case "acceptDefaultAdminTransfer":
      return [m.administrator_call_sentence_accept_handover()];
    case "acceptCare":
      return phraseOf(m.administrator_call_sentence_accept_care, patientAt(args[0], args[1], names));
    case "suspendCare":
      return phraseOf(m.administrator_call_sentence_suspend_care, patientAt(args[0], args[1], names));
    case "resumeCare":
      return phraseOf(m.administrator_call_sentence_resume_care, patientAt(args[0], args[1], names));
    case "endCare":
      return names.onlyAsked(args[0], args[1])
        ? phraseOf(m.administrator_call_sentence_decline_care, {
            chart: { code: args[0] },
            hospital: names.hospital(args[1]),
          })
        : phraseOf(m.administrator_call_sentence_end_care, patientAt(args[0], args[1], names));
    case "assignDoctor":
      return phraseOf(m.administrator_call_sentence_assign, {
        ...someone(args[1], names),
        ...patientAt(args[0], args[2], names),
      });
    case "endAssignment":
      return phraseOf(m.administrator_call_sentence_end_assignment, {
        ...someone(args[1], names),
        ...patientAt(args[0], args[2], names),
      });
    default:
      throw new NoWordsError(functionName);
  }
}

const patientAt = (chart: ChartId, at: number, { hospital }: CallNames) => ({
  code: { strong: cardCodeOf(chart) },
  hospital: hospital(at),
});

/** An account, by its name where that is public. */
function someone(account: Address, { doctor }: CallNames) {
  const name = doctor(account);
  return {
    named: name === null ? "no" : "yes",
    name: name === null ? "" : { strong: name },
    account: { code: account },
  };
}

/** Which role it is, and of which hospital, for those that a hospital has. */
function roleOf(id: string, { hospital }: CallNames) {
  const role = parseRole(id);
  switch (role?.kind) {
    case "attester":
      return { role: "verifier", hospital: "" };
    case "pauser":
      return { role: "pauser", hospital: "" };
    case "registrar":
      return { role: "registrar", hospital: hospital(role.hospital) };
    case "doctor":
      return { role: "doctor", hospital: hospital(role.hospital) };
    default:
      throw new NoWordsError(id);
  }
}

/** Nothing that cannot be said is shown as if it could be sent. */
class NoWordsError extends Error {
  override name = "NoWordsError";

  constructor(what: string) {
    super(m.administrator_call_sentence_no_words({ what }));
  }
}
