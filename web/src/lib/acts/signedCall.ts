import { purposeOfIndex, type Purpose } from "@chartkey/protocol/purpose";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { decodeFunctionData, isAddressEqual, type Hex } from "viem";
import type { Call, CallName } from "../chain/call.ts";
import type { Network } from "../network/network.ts";
import { callOfSigned, type PatientAct, type SignedAct } from "./patientAct.ts";

/** What a request may name: `_isRequestable` of the two contracts. */
const requestable: Readonly<Record<"registry" | "records", ReadonlySet<CallName>>> = {
  registry: new Set<CallName>([
    "publishKey",
    "askForCare",
    "leaveCare",
    "cancelSignatures",
    "cancelRecovery",
    "replaceAuthoriser",
    "proposeAuthoriser",
  ]),
  records: new Set<CallName>([
    "addReport",
    "correctReport",
    "rekeyReport",
    "addRemark",
    "retractReport",
    "eraseReport",
    "declineRequest",
    "publishCapsules",
    "publishOwnCapsules",
  ]),
};

/** Whether others may send this call for the patient who signed it. */
export function isRequestable(network: Network, { to, functionName }: Call): boolean {
  return requestable[isAddressEqual(to, network.registry) ? "registry" : "records"].has(functionName);
}

/**
 * The signed act in the data of a transaction; null when it is none. What is said of an act comes from here, and what is sent is made
 * from it again: data that says anything besides is refused.
 */
export function signedActOf(network: Network, to: Hex, data: Hex): SignedAct | null {
  const isRegistry = isAddressEqual(to, network.registry);
  if (!isRegistry && !isAddressEqual(to, network.records)) return null;
  try {
    const signed = isRegistry ? fromRegistry(network, data) : fromRecords(network, data);
    return signed && callOfSigned(network, signed).data === data.toLowerCase() ? signed : null;
  } catch {
    return null;
  }
}

function fromRegistry(network: Network, data: Hex): SignedAct | null {
  const { functionName, args } = decodeFunctionData({ abi: registryAbi, data });
  if (functionName === "registerPatientFor") {
    const [holder, key, authoriser, deadline, signature] = args;
    return { act: { kind: "register", holder, key, authoriser }, deadline, signature };
  }
  if (functionName !== "executeRequest") return null;
  return requestOf(network, network.registry, ...args);
}

function fromRecords(network: Network, data: Hex): SignedAct | null {
  const { functionName, args } = decodeFunctionData({ abi: recordsAbi, data });
  switch (functionName) {
    case "grantConsentsFor": {
      const [{ grantee, expiry, purpose, granteeKeyVersion, shares }, deadline, signature] = args;
      const terms = { grantee, expiry: Number(expiry), purpose: purposeOf(purpose), granteeKeyVersion };
      return shares.length > 0 ? { act: { kind: "share", ...terms, shares }, deadline, signature } : null;
    }
    case "grantStandingConsentFor": {
      const [granted, deadline, signature] = args;
      const terms = { expiry: Number(granted.expiry), purpose: purposeOf(granted.purpose) };
      return { act: { kind: "share-all", ...granted, ...terms }, deadline, signature };
    }
    case "stopConsentsFor": {
      const [stops, grantee, deadline, signature] = args;
      return stops.length > 0 ? { act: { kind: "stop", stops, grantee }, deadline, signature } : null;
    }
    case "stopEverythingFor": {
      const [chart, grantee, counter, deadline, signature] = args;
      return { act: { kind: "stop-all", chart, grantee, counter }, deadline, signature };
    }
    case "executeRequest":
      return requestOf(network, network.records, ...args);
    default:
      return null;
  }
}

function requestOf(
  network: Network,
  to: Hex,
  request: { chart: Hex; call: Hex; nonce: bigint; deadline: bigint },
  signature: Hex,
): SignedAct | null {
  const abi = to === network.registry ? registryAbi : recordsAbi;
  const { functionName } = decodeFunctionData({ abi, data: request.call });
  const call: Call = { to, data: request.call, functionName: functionName as CallName };
  if (!isRequestable(network, call)) return null;
  const act: PatientAct = { kind: "request", chart: request.chart, call, nonce: request.nonce };
  return { act, deadline: request.deadline, signature };
}

/** @throws for a number that is no purpose: the contract refuses it. */
function purposeOf(index: number): Purpose {
  const purpose = purposeOfIndex(index);
  if (purpose === null || purpose === "NONE") throw new RangeError("There is no such purpose.");
  return purpose;
}
