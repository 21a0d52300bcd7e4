import { describe, expect, it } from "vitest";
import { sampleNetwork as network } from "#lib/network/sampleNetwork.ts";
import { endingPause, pausing } from "./networkDecisions.ts";

const HOURS = 3_600;

describe("a pause of the network", () => {
  it("is said to last, and to be ruled out afterwards, as long as the contract has it", () => {
    expect(pausing(network, 36 * HOURS).note).toMatch(/ends by itself after 36 hours, and cannot be followed/);
    expect(endingPause(network, 36 * HOURS).note).toMatch(/cannot be paused again for 36 hours\.$/);
  });

  it("is said to stop everything that the contracts refuse meanwhile", () => {
    const [stopped] = pausing(network, 72 * HOURS).consequences ?? [];
    // By contract: Charts, Attestations, Pausing (`grantRole`), CareTeam; then CareTeam, Reports, Requests, Consents.
    for (const step of ["register", "be verified", "appoint", "ask for care", "accept a patient", "resume care"]) {
      expect(stopped).toContain(step);
    }
    for (const step of ["assign", "add", "correct", "remark", "ask for a report", "share"]) {
      expect(stopped).toContain(step);
    }
  });
});
