/** Which tests most likely notice a change of a file: parts of their names, likeliest first. Only the order depends on it. */
const HINTS: Readonly<Record<string, readonly string[]>> = {
  "SignedRequests.sol": ["signed-requests", "requests", "abuse"],
  "Registry.sol": ["facts", "charts", "signed", "records/"],
  "Records.sol": ["signed-requests", "records/"],
  "Facts.sol": ["facts", "charts", "records/"],
  "ConsentForms.sol": ["signed-consents", "signed", "stopping"],
  "CapsuleLength.sol": ["capsules", "records/"],
  "ReportIds.sol": ["reports", "records/"],
  "RoleIds.sol": ["roles", "registry/"],
  "Signatures.sol": ["keys", "signed", "registry/"],
  "Person.sol": ["attestations", "roles", "registry/"],
  "Reading.sol": ["rules-of-reading", "consents", "records/"],
  "Reports.sol": ["reports", "corrections", "rekey", "remarks", "retract", "records/"],
  "Requests.sol": ["requests", "records/"],
  "Capsules.sol": ["capsules", "records/"],
  "Consents.sol": ["consents", "stopping", "signed", "records/"],
  "Roles.sol": ["roles", "registry/"],
  "Pausing.sol": ["paus", "registry/"],
  "Keys.sol": ["keys", "registry/"],
  "Charts.sol": ["charts", "registr", "registry/"],
  "Recovery.sol": ["recovery", "registry/"],
  "Attestations.sol": ["attestations", "replacement", "disavow", "registry/"],
  "CareTeam.sol": ["care-team", "registry/"],
};

export function hintsFor(file: string): readonly string[] {
  return HINTS[file.slice(file.lastIndexOf("/") + 1)] ?? [];
}
