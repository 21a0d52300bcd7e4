import type { ChartId } from "@chartkey/protocol/chart";
import { registerPatient } from "@chartkey/protocol/chart-forms";
import { chartRequest } from "@chartkey/protocol/chart-request";
import {
  recordsDomain,
  shareAllReports,
  shareReports,
  stopSharingEverything,
  stopSharingReports,
} from "@chartkey/protocol/consent-forms";
import { purposeIndex, type Purpose } from "@chartkey/protocol/purpose";
import { chartOfReport, type ReportId } from "@chartkey/protocol/report-id";
import { registryDomain } from "@chartkey/protocol/typed-data";
import { keccak256, type Address, type Hex } from "viem";
import { recordsCall, registryCall, type Call } from "../chain/call.ts";
import type { Network } from "../network/network.ts";

/** A report with the counter it has for the reader, and its keys wrapped for them. */
export type ReportShare = { report: ReportId; counter: number; capsules: Hex };
export type ReportStop = { report: ReportId; counter: number };

/** What a first key is published with, see `IKeys.KeyPublication`. */
export type KeyToPublish = { version: number; bundle: Hex; keyring: Hex; possession: Hex; accountSignature: Hex };

/**
 * What a patient decides, complete: the same fields become the patient's own transaction, or what they sign for somebody else to
 * send. `expiry` in Unix seconds. `request` is what has no form of its own: a call that the contract allows.
 */
export type PatientAct =
  | {
      kind: "share";
      grantee: Address;
      expiry: number;
      purpose: Purpose;
      granteeKeyVersion: number;
      shares: readonly ReportShare[];
    }
  | {
      kind: "share-all";
      chart: ChartId;
      grantee: Address;
      expiry: number;
      purpose: Purpose;
      granteeKeyVersion: number;
      counter: number;
      consentEpoch: number;
      capsules: Hex;
    }
  | { kind: "stop"; grantee: Address; stops: readonly ReportStop[] }
  | { kind: "stop-all"; chart: ChartId; grantee: Address; counter: number }
  | { kind: "request"; chart: ChartId; call: Call; nonce: bigint }
  | { kind: "register"; holder: Address; key: KeyToPublish; authoriser: Address };

/** An act with the patient's signature. `deadline` is the last second at which it may be sent, Unix time. */
export type SignedAct = { act: PatientAct; deadline: bigint; signature: Hex };

/**
 * What a signature binds beside the act itself, as the contract takes it from its own state: the chart's signature epoch and, for a
 * share of reports, how often everything with the reader was stopped.
 */
export type Binding = { epoch: number; generation: number };

/** The chart an act is about; null for a registration, whose chart comes with it. */
export function chartOfAct(act: PatientAct): ChartId | null {
  switch (act.kind) {
    case "share":
      return act.shares[0] ? chartOfReport(act.shares[0].report) : null;
    case "stop":
      return act.stops[0] ? chartOfReport(act.stops[0].report) : null;
    case "register":
      return null;
    default:
      return act.chart;
  }
}

/** The patient's own transaction. */
export function callOfAct(network: Network, act: PatientAct): Call {
  switch (act.kind) {
    case "share":
      return recordsCall(network, "grantConsents", [grantOf(act)]);
    case "share-all":
      return recordsCall(network, "grantStandingConsent", [standingGrantOf(act)]);
    case "stop":
      return recordsCall(network, "stopConsents", [act.stops.map(({ report }) => report), act.grantee]);
    case "stop-all":
      return recordsCall(network, "stopEverything", [act.chart, act.grantee]);
    case "request":
      return act.call;
    case "register":
      return registryCall(network, "registerPatient", [act.key, act.authoriser]);
  }
}

/** The transaction by which anyone sends what the patient signed. */
export function callOfSigned(network: Network, { act, deadline, signature }: SignedAct): Call {
  switch (act.kind) {
    case "share":
      return recordsCall(network, "grantConsentsFor", [grantOf(act), deadline, signature]);
    case "share-all":
      return recordsCall(network, "grantStandingConsentFor", [standingGrantOf(act), deadline, signature]);
    case "stop":
      return recordsCall(network, "stopConsentsFor", [act.stops, act.grantee, deadline, signature]);
    case "stop-all":
      return recordsCall(network, "stopEverythingFor", [act.chart, act.grantee, act.counter, deadline, signature]);
    case "request": {
      const request = { chart: act.chart, call: act.call.data, nonce: act.nonce, deadline };
      return act.call.to === network.registry
        ? registryCall(network, "executeRequest", [request, signature])
        : recordsCall(network, "executeRequest", [request, signature]);
    }
    case "register":
      return registryCall(network, "registerPatientFor", [act.holder, act.key, act.authoriser, deadline, signature]);
  }
}

/** What the patient's wallet is given to sign. */
export function formOfAct(network: Network, act: PatientAct, { epoch, generation }: Binding, deadline: bigint) {
  const { chainId, registry, records } = network;
  const bound = { epoch, deadline };
  switch (act.kind) {
    case "share": {
      const { grantee: reader, purpose, expiry, shares: reports, granteeKeyVersion: readerKeyVersion } = act;
      const chart = chartOfAct(act);
      if (chart === null) throw new Error("A share names at least one report.");
      const form = { chart, reader, purpose, until: BigInt(expiry), reports, readerKeyVersion, generation, ...bound };
      return shareReports({ chainId, records }, form);
    }
    case "share-all": {
      const { chart, grantee: reader, purpose, expiry, granteeKeyVersion, capsules, consentEpoch, counter } = act;
      const terms = { purpose, until: BigInt(expiry), readerKeyVersion: granteeKeyVersion };
      return shareAllReports(
        { chainId, records },
        { chart, reader, ...terms, capsules, consentEpoch, counter, ...bound },
      );
    }
    case "stop": {
      const chart = chartOfAct(act);
      if (chart === null) throw new Error("A stop names at least one report.");
      return stopSharingReports({ chainId, records }, { chart, reader: act.grantee, reports: act.stops, ...bound });
    }
    case "stop-all": {
      const { chart, grantee: reader, counter } = act;
      return stopSharingEverything({ chainId, records }, { chart, reader, counter, ...bound });
    }
    case "request": {
      const { chart, call, nonce } = act;
      const domain = call.to === registry ? registryDomain({ chainId, registry }) : recordsDomain({ chainId, records });
      return chartRequest(domain, { chart, call: call.data, nonce, ...bound });
    }
    case "register": {
      const { holder: patient, key, authoriser: recoveryKey } = act;
      return registerPatient(
        { chainId, registry },
        {
          patient,
          recoveryKey,
          keyVersion: key.version,
          bundleDigest: keccak256(key.bundle),
          keyringDigest: keccak256(key.keyring),
          possessionDigest: keccak256(key.possession),
          deadline,
        },
      );
    }
  }
}

function grantOf({ grantee, expiry, purpose, granteeKeyVersion, shares }: Extract<PatientAct, { kind: "share" }>) {
  return { grantee, expiry: BigInt(expiry), purpose: purposeIndex(purpose), granteeKeyVersion, shares };
}

function standingGrantOf(act: Extract<PatientAct, { kind: "share-all" }>) {
  const { kind: _, ...granted } = act;
  return { ...granted, expiry: BigInt(act.expiry), purpose: purposeIndex(act.purpose) };
}
