/** Which tests most likely notice a change of a file: parts of their names, likeliest first. Only the order depends on it. */
const HINTS: Readonly<Record<string, readonly string[]>> = {
  "SignedRequests.sol": ["registry/signed-requests", "records/signed-requests", "registration-by-signature"],
  "Registry.sol": ["registry/facts", "registry/signed-requests"],
  "Records.sol": ["records/signed-requests"],
  "Facts.sol": ["registry/facts"],
  "ConsentForms.sol": ["signed-consents", "signed-stops"],
  "CapsuleLength.sol": ["records/capsules"],
  "ReportIds.sol": ["adding-reports", "standing"],
  "RoleIds.sol": ["registry/roles", "scheduled-grants"],
  "Signatures.sol": ["registry/keys", "records/signatures", "accounts-with-code"],
  "Person.sol": ["registry/attestations", "registry/roles"],
  "Reading.sol": ["rules-of-reading.test", "rules-of-reading-in-pairs", "records/frozen", "records/pausing"],
  "Reports.sol": ["adding-reports", "correcting", "rekeying", "remarks", "retracting", "records/pausing"],
  "Requests.sol": ["records/requests"],
  "Capsules.sol": ["records/capsules"],
  "Consents.sol": ["records/consents", "standing-consents", "records/stopping", "signed-stops", "signed-consents"],
  "Roles.sol": ["registry/roles", "scheduled-grants"],
  "Pausing.sol": ["registry/pausing"],
  "Keys.sol": ["registry/keys"],
  "Charts.sol": ["registry/charts", "registration-by-signature", "registry/recovery"],
  "Recovery.sol": ["registry/recovery", "authorisers", "lost-or-stolen"],
  "Attestations.sol": ["registry/attestations", "replacements", "disavow"],
  "CareTeam.sol": ["care-team", "registry/pausing", "registry/frozen"],
};

export function hintsFor(file: string): readonly string[] {
  return HINTS[file.slice(file.lastIndexOf("/") + 1)] ?? [];
}
