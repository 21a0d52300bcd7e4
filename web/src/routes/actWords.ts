import { cardCodeOf } from "@chartkey/protocol/card-code";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import type { Purpose } from "@chartkey/protocol/purpose";
import { decodeFunctionData, getAddress, isAddressEqual, type Address, type Hex } from "viem";
import { chartOfAct, type PatientAct } from "#lib/acts/patientAct.ts";
import type { Call } from "#lib/chain/call.ts";
import type { Network } from "#lib/network/network.ts";
import { formatDate } from "#components/dates.ts";
import type { Phrase } from "#components/phrase.ts";

/** Names for what an act has as addresses and ids. Whoever sends it knows fewer than the patient does. */
export type ActNames = {
  doctor: (account: Address) => string;
  hospital: (id: number) => string;
  /** Null where the title is locked. */
  report: (report: Hex) => string | null;
};

/** How each purpose stands in a sentence to the patient. */
export const purposePhrase: Record<Purpose, string> = {
  TREAT: "to treat you",
  COC: "to coordinate your care",
  ETREAT: "to treat you in an emergency",
  HRESCH: "for research",
  HPAYMT: "for payment",
  PATRQT: "because you ask for it",
};

/** The same in a sentence about the patient. */
const purposeOfTheirs: Record<Purpose, string> = {
  TREAT: "to treat them",
  COC: "to coordinate their care",
  ETREAT: "to treat them in an emergency",
  HRESCH: "for research",
  HPAYMT: "for payment",
  PATRQT: "because they ask for it",
};

/** What a patient is about to sign, said to the patient, from the very fields that are signed. */
export function actToPatient(network: Network, act: PatientAct, names: ActNames): Phrase {
  switch (act.kind) {
    case "share":
      return [
        { strong: names.doctor(act.grantee) },
        " can read ",
        { strong: reportsOf(act.shares, names, "your ") },
        `, ${purposePhrase[act.purpose]}, until `,
        { strong: untilOf(act.expiry) },
        `. Corrections of ${act.shares.length === 1 ? "it" : "them"} are covered. Nobody else is added.`,
      ];
    case "share-all":
      return [
        { strong: names.doctor(act.grantee) },
        " can read ",
        { strong: "all your reports, also those added later" },
        ", but for those kept for explicit sharing, such as your own details, ",
        `${purposePhrase[act.purpose]}, until `,
        { strong: untilOf(act.expiry) },
        ". Nobody else is added.",
      ];
    case "stop":
      return [
        { strong: names.doctor(act.grantee) },
        " can read ",
        { strong: reportsOf(act.stops, names, "your ") },
        " no more, from now on.",
      ];
    case "stop-all":
      return [
        { strong: names.doctor(act.grantee) },
        " can read ",
        { strong: "none of your reports" },
        ", from now on. That includes what they wrote themself.",
      ];
    case "request":
      return ["You ", requestWords(network, act.call, names, "your"), "."];
    case "register":
      return ["You open a chart of your own. Only you can let others read it."];
  }
}

/** What a patient signed, said to whoever sends it, from the very fields that were signed. */
export function actToSender(network: Network, act: PatientAct, names: ActNames, sender: Address): Phrase {
  const chart = chartOfAct(act);
  const patient = { strong: chart ? `The patient with card ${cardCodeOf(chart)}` : "A new patient" };
  const reader = (account: Address) => ({
    strong: isAddressEqual(account, sender) ? `you (${names.doctor(account)})` : names.doctor(account),
  });
  switch (act.kind) {
    case "share":
      return [
        patient,
        " lets ",
        reader(act.grantee),
        " read ",
        { strong: reportsOf(act.shares, names, "") },
        ` and corrections of ${act.shares.length === 1 ? "it" : "them"}, ${purposeOfTheirs[act.purpose]}, until `,
        { strong: untilOf(act.expiry) },
        ".",
      ];
    case "share-all":
      return [
        patient,
        " lets ",
        reader(act.grantee),
        " read ",
        { strong: "all their reports, also those added later" },
        `, but for those kept for explicit sharing, ${purposeOfTheirs[act.purpose]}, until `,
        { strong: untilOf(act.expiry) },
        ".",
      ];
    case "stop":
      return [
        patient,
        " stops sharing ",
        { strong: reportsOf(act.stops, names, "") },
        " with ",
        reader(act.grantee),
        ", from now on.",
      ];
    case "stop-all":
      return [patient, " stops sharing ", { strong: "everything" }, " with ", reader(act.grantee), ", from now on."];
    case "request":
      return [patient, " ", requestWords(network, act.call, names, "their"), "."];
    case "register":
      return [
        patient,
        " opens a chart of their own, held by the account ",
        { code: getAddress(act.holder) },
        ". It gives you no access to anything.",
      ];
  }
}

function reportsOf(reports: readonly { report: Hex }[], { report: titleOf }: ActNames, whose: string): string {
  const [first, ...others] = reports;
  const title = first && titleOf(first.report);
  if (title && others.length === 0) return title;
  if (title && others.length < 3) {
    const titles = reports.map(({ report }) => titleOf(report) ?? "a report");
    return new Intl.ListFormat("en").format(titles);
  }
  if (others.length === 0) return "one report";
  return `${reports.length} of ${whose}reports`.replace("of reports", "reports");
}

const untilOf = (expiry: number) => formatDate(expiry * 1000, "until");

/** What comes after "You" or "The patient"; verbs that fit both. */
function requestWords(network: Network, call: Call, names: ActNames, whose: "your" | "their"): string {
  const s = whose === "your" ? "" : "s";
  const decoded = isAddressEqual(call.to, network.registry)
    ? decodeFunctionData({ abi: registryAbi, data: call.data })
    : decodeFunctionData({ abi: recordsAbi, data: call.data });
  switch (decoded.functionName) {
    case "askForCare":
      return `ask${s} ${names.hospital(decoded.args[0])} for care`;
    case "leaveCare":
      return `leave${s} ${names.hospital(decoded.args[0])}`;
    case "declineRequest":
      return `say${s} no to the request of ${names.doctor(decoded.args[1])} for a report`;
    case "cancelSignatures":
      return `make${s} everything void that ${whose === "your" ? "you" : "they"} signed and nobody sent yet`;
    case "publishKey":
      return `publish${whose === "your" ? "" : "es"} a new key of ${whose} own`;
    case "cancelRecovery":
      return `cancel${s} the recovery of ${whose} chart`;
    case "replaceAuthoriser":
      return `change${s} the recovery key of ${whose} chart`;
    case "proposeAuthoriser":
      return `announce${s} another recovery key of ${whose} chart`;
    case "addReport":
      return `add${s} a report to ${whose} own chart`;
    case "correctReport":
      return `correct${s} a report of ${whose} own`;
    case "rekeyReport":
      return `give${s} a report a new lock`;
    case "addRemark":
      return `add${s} a remark to a report`;
    case "retractReport":
      return `withdraw${s} a report of ${whose} own`;
    case "eraseReport":
      return `erase${s} a report for good`;
    case "publishCapsules":
      return `lock${s} reports for somebody’s new key`;
    case "publishOwnCapsules":
      return `lock${s} reports for ${whose} own new key`;
    default:
      throw new Error(`Nobody sends ${decoded.functionName} for a patient.`);
  }
}
