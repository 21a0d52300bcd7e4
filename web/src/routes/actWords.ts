import { cardCodeOf } from "@chartkey/protocol/card-code";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import type { Purpose } from "@chartkey/protocol/purpose";
import { decodeFunctionData, getAddress, isAddressEqual, type Address, type Hex } from "viem";
import { chartOfAct, type PatientAct } from "#lib/acts/patientAct.ts";
import type { Call } from "#lib/chain/call.ts";
import { language } from "#lib/language.ts";
import type { Network } from "#lib/network/network.ts";
import { formatDate } from "#components/dates.ts";
import { phraseOf, type Phrase } from "#components/phrase.ts";
import { m } from "#messages";

/** Names for what an act has as addresses and ids. Whoever sends it knows fewer than the patient does. */
export type ActNames = {
  doctor: (account: Address) => string;
  hospital: (id: number) => string;
  /** Null where the title is locked. */
  report: (report: Hex) => string | null;
  /** The reports that a share of all does not cover now, in words; null when there are none, or only the patient knows them. */
  exceptions?: string | null;
};

/** How each purpose stands in a sentence to the patient. */
export const purposePhrase: Record<Purpose, string> = {
  TREAT: m.routes_act_words_purpose_you_treat(),
  COC: m.routes_act_words_purpose_you_coordinate(),
  ETREAT: m.routes_act_words_purpose_you_emergency(),
  HRESCH: m.routes_act_words_purpose_you_research(),
  HPAYMT: m.routes_act_words_purpose_you_payment(),
  PATRQT: m.routes_act_words_purpose_you_request(),
};

/** The same in a sentence about the patient. */
const purposeOfTheirs: Record<Purpose, string> = {
  TREAT: m.routes_act_words_purpose_them_treat(),
  COC: m.routes_act_words_purpose_them_coordinate(),
  ETREAT: m.routes_act_words_purpose_them_emergency(),
  HRESCH: m.routes_act_words_purpose_them_research(),
  HPAYMT: m.routes_act_words_purpose_them_payment(),
  PATRQT: m.routes_act_words_purpose_them_request(),
};

/** What a patient is about to sign, said to the patient, from the very fields that are signed. */
export function actToPatient(network: Network, act: PatientAct, names: ActNames): Phrase {
  switch (act.kind) {
    case "share":
      return phraseOf(m.routes_act_words_you_share, {
        doctor: { strong: names.doctor(act.grantee) },
        reports: { strong: reportsOf(act.shares, names, m.routes_act_words_your_reports) },
        purpose: purposePhrase[act.purpose],
        until: { strong: untilOf(act.expiry) },
        count: act.shares.length,
      });
    case "share-all": {
      const said = {
        doctor: { strong: names.doctor(act.grantee) },
        reports: { strong: m.routes_act_words_you_share_all_reports() },
        purpose: purposePhrase[act.purpose],
        until: { strong: untilOf(act.expiry) },
      };
      return names.exceptions
        ? phraseOf(m.routes_act_words_you_share_all_but, { ...said, exceptions: { strong: names.exceptions } })
        : phraseOf(m.routes_act_words_you_share_all, said);
    }
    case "stop":
      return phraseOf(m.routes_act_words_you_stop, {
        doctor: { strong: names.doctor(act.grantee) },
        reports: { strong: reportsOf(act.stops, names, m.routes_act_words_your_reports) },
      });
    case "stop-all":
      return phraseOf(m.routes_act_words_you_stop_all, {
        doctor: { strong: names.doctor(act.grantee) },
        reports: { strong: m.routes_act_words_you_stop_all_reports() },
      });
    case "request":
      return [requestWords(network, act.call, names).toPatient()];
    case "register":
      return [m.routes_act_words_you_register()];
  }
}

/** What a patient signed, said to whoever sends it, from the very fields that were signed. */
export function actToSender(network: Network, act: PatientAct, names: ActNames, sender: Address): Phrase {
  const chart = chartOfAct(act);
  const patient = {
    strong: chart
      ? m.routes_act_words_patient_with_card({ card: cardCodeOf(chart) })
      : m.routes_act_words_new_patient(),
  };
  const reader = (account: Address) => {
    const name = names.doctor(account);
    return { strong: isAddressEqual(account, sender) ? m.routes_act_words_you_as({ name }) : name };
  };
  switch (act.kind) {
    case "share":
      return phraseOf(m.routes_act_words_they_share, {
        patient,
        reader: reader(act.grantee),
        reports: { strong: reportsOf(act.shares, names, m.routes_act_words_reports) },
        purpose: purposeOfTheirs[act.purpose],
        until: { strong: untilOf(act.expiry) },
        count: act.shares.length,
      });
    case "share-all":
      return phraseOf(m.routes_act_words_they_share_all, {
        patient,
        reader: reader(act.grantee),
        reports: { strong: m.routes_act_words_they_share_all_reports() },
        purpose: purposeOfTheirs[act.purpose],
        until: { strong: untilOf(act.expiry) },
      });
    case "stop":
      return phraseOf(m.routes_act_words_they_stop, {
        patient,
        reports: { strong: reportsOf(act.stops, names, m.routes_act_words_reports) },
        reader: reader(act.grantee),
      });
    case "stop-all":
      return phraseOf(m.routes_act_words_they_stop, {
        patient,
        reports: { strong: m.routes_act_words_they_stop_all_reports() },
        reader: reader(act.grantee),
      });
    case "request":
      return phraseOf(requestWords(network, act.call, names).toSender, { patient });
    case "register":
      return phraseOf(m.routes_act_words_they_register, { patient, account: { code: getAddress(act.holder) } });
  }
}

/** @param counted How many there are, in words, where they are not named. */
function reportsOf(
  reports: readonly { report: Hex }[],
  { report: titleOf }: ActNames,
  counted: (inputs: { count: number }) => string,
): string {
  const [first, ...others] = reports;
  const title = first && titleOf(first.report);
  if (title && others.length === 0) return title;
  if (title && others.length < 3) {
    const titles = reports.map(({ report }) => titleOf(report) ?? m.routes_act_words_a_report());
    return new Intl.ListFormat(language).format(titles);
  }
  return counted({ count: reports.length });
}

const untilOf = (expiry: number) => formatDate(expiry * 1000, "until");

/** A request of a patient, as a sentence to the patient and as one to whoever sends it. */
type RequestWords = { toPatient: () => string; toSender: (inputs: { patient: string }) => string };

function requestWords(network: Network, call: Call, names: ActNames): RequestWords {
  const decoded = isAddressEqual(call.to, network.registry)
    ? decodeFunctionData({ abi: registryAbi, data: call.data })
    : decodeFunctionData({ abi: recordsAbi, data: call.data });
  switch (decoded.functionName) {
    case "askForCare": {
      const hospital = names.hospital(decoded.args[0]);
      return {
        toPatient: () => m.routes_act_words_you_ask_for_care({ hospital }),
        toSender: ({ patient }) => m.routes_act_words_they_ask_for_care({ patient, hospital }),
      };
    }
    case "leaveCare": {
      const hospital = names.hospital(decoded.args[0]);
      return {
        toPatient: () => m.routes_act_words_you_leave_care({ hospital }),
        toSender: ({ patient }) => m.routes_act_words_they_leave_care({ patient, hospital }),
      };
    }
    case "declineRequest": {
      const doctor = names.doctor(decoded.args[1]);
      return {
        toPatient: () => m.routes_act_words_you_decline_request({ doctor }),
        toSender: ({ patient }) => m.routes_act_words_they_decline_request({ patient, doctor }),
      };
    }
    case "cancelSignatures":
      return {
        toPatient: m.routes_act_words_you_cancel_signatures,
        toSender: m.routes_act_words_they_cancel_signatures,
      };
    case "publishKey":
      return { toPatient: m.routes_act_words_you_publish_key, toSender: m.routes_act_words_they_publish_key };
    case "cancelRecovery":
      return { toPatient: m.routes_act_words_you_cancel_recovery, toSender: m.routes_act_words_they_cancel_recovery };
    case "replaceAuthoriser":
      return {
        toPatient: m.routes_act_words_you_replace_authoriser,
        toSender: m.routes_act_words_they_replace_authoriser,
      };
    case "proposeAuthoriser":
      return {
        toPatient: m.routes_act_words_you_propose_authoriser,
        toSender: m.routes_act_words_they_propose_authoriser,
      };
    case "addReport":
      return { toPatient: m.routes_act_words_you_add_report, toSender: m.routes_act_words_they_add_report };
    case "correctReport":
      return { toPatient: m.routes_act_words_you_correct_report, toSender: m.routes_act_words_they_correct_report };
    case "rekeyReport":
      return { toPatient: m.routes_act_words_you_rekey_report, toSender: m.routes_act_words_they_rekey_report };
    case "addRemark":
      return { toPatient: m.routes_act_words_you_add_remark, toSender: m.routes_act_words_they_add_remark };
    case "retractReport":
      return { toPatient: m.routes_act_words_you_retract_report, toSender: m.routes_act_words_they_retract_report };
    case "eraseReport":
      return { toPatient: m.routes_act_words_you_erase_report, toSender: m.routes_act_words_they_erase_report };
    case "publishCapsules":
      return { toPatient: m.routes_act_words_you_publish_capsules, toSender: m.routes_act_words_they_publish_capsules };
    case "publishOwnCapsules":
      return {
        toPatient: m.routes_act_words_you_publish_own_capsules,
        toSender: m.routes_act_words_they_publish_own_capsules,
      };
    default:
      throw new Error(`Nobody sends ${decoded.functionName} for a patient.`);
  }
}
