import { cardCodeOf } from "@chartkey/protocol/card-code";
import type { ChartId } from "@chartkey/protocol/chart";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { parseRole } from "@chartkey/protocol/role-id";
import { decodeFunctionData, isAddressEqual, type Address } from "viem";
import { formatDate } from "#components/dates.ts";
import type { Phrase } from "#components/phrase.ts";
import type { Call } from "#lib/chain/call.ts";
import type { Network } from "#lib/network/network.ts";

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
      return [{ strong: args[1] }, ` joins the network as hospital ${args[0]}.`];
    case "scheduleRoleGrant":
      return [...someone(args[1], names), " is announced as ", roleOf(args[0], names), "."];
    case "grantRole":
      return [...someone(args[1], names), " becomes ", roleOf(args[0], names), "."];
    case "revokeRole":
      return [
        ...someone(args[1], names),
        " is not ",
        roleOf(args[0], names),
        " from now on, and does not become one by what was announced before.",
      ];
    case "disavowAttester":
      return [
        "Everything that the verifier ",
        { code: args[0] },
        " signed and that was accepted since ",
        { strong: formatDate(Number(args[1]) * 1000, "until") },
        " is void, and this account is never a verifier again.",
      ];
    case "pause":
      return ["The network is paused, until the pause is ended or ends by itself."];
    case "unpause":
      return ["The pause of the network ends now."];
    case "beginDefaultAdminTransfer":
      return ["The network is to be handed over to account ", { code: args[0] }, "."];
    case "cancelDefaultAdminTransfer":
      return ["The network is not handed over."];
    case "acceptDefaultAdminTransfer":
      return ["This account becomes the administrator of the network, in place of the present one."];
    case "acceptCare":
      return [...patient(args[0]), ` becomes a patient of ${names.hospital(args[1])}.`];
    case "suspendCare":
      return [...patient(args[0]), ` stays a patient of ${names.hospital(args[1])}, and care rests from now on.`];
    case "resumeCare":
      return [...patient(args[0]), ` is cared for by ${names.hospital(args[1])} again.`];
    case "endCare":
      return names.onlyAsked(args[0], args[1])
        ? ["Chart ", { code: args[0] }, ` is not accepted at ${names.hospital(args[1])}.`]
        : [...patient(args[0]), ` is no patient of ${names.hospital(args[1])} any more, from now on.`];
    case "assignDoctor":
      return [
        ...someone(args[1], names),
        " can add reports for patient ",
        { strong: cardCodeOf(args[0]) },
        ` at ${names.hospital(args[2])}.`,
      ];
    case "endAssignment":
      return [
        ...someone(args[1], names),
        " can add no more reports for patient ",
        { strong: cardCodeOf(args[0]) },
        ` at ${names.hospital(args[2])}.`,
      ];
    default:
      throw new NoWordsError(functionName);
  }
}

const patient = (chart: ChartId): Phrase => ["The patient with card code ", { strong: cardCodeOf(chart) }];

function someone(account: Address, { doctor }: CallNames): Phrase {
  const name = doctor(account);
  return name === null ? ["Account ", { code: account }] : [{ strong: name }, ", account ", { code: account }, ","];
}

/** "a registrar of Northfield Hospital" */
function roleOf(id: string, { hospital }: CallNames): string {
  const role = parseRole(id);
  switch (role?.kind) {
    case "attester":
      return "a verifier of the network";
    case "pauser":
      return "one of those who may pause the network";
    case "registrar":
      return `a registrar of ${hospital(role.hospital)}`;
    case "doctor":
      return `a doctor of ${hospital(role.hospital)}`;
    default:
      throw new NoWordsError(id);
  }
}

/** Nothing that cannot be said is shown as if it could be sent. */
class NoWordsError extends Error {
  override name = "NoWordsError";

  constructor(what: string) {
    super(`This page has no words for ${what}, so it does not offer to send it.`);
  }
}
