import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Consent } from "../generated/schema";
import { fetchPair } from "./fetchPair";
import { consentId } from "./ids";

/** The consent of `grantee` to `report`: undecided when new. The caller sets who decided it when, and saves. */
export function fetchConsent(report: Bytes, chart: Bytes, grantee: Address, event: ethereum.Event): Consent {
  const id = consentId(report, grantee);
  let consent = Consent.load(id);
  if (consent === null) {
    consent = new Consent(id);
    consent.report = report;
    consent.chart = chart;
    consent.grantee = grantee;
    consent.expiry = BigInt.zero();
    consent.purpose = "NONE";
    consent.stopped = false;
    consent.counter = 0;
    consent.attestationGeneration = 0;
    consent.pair = fetchPair(chart, grantee, event).id;
    consent.pairGeneration = 0;
  }
  return consent;
}
