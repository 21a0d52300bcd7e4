import { describe, expect, it } from "vitest";
import { attestationEnd } from "./attestationEnd.ts";

const attester = { id: "0x01" as const, disavowedSince: null, disavowed: null };
const disavowed = { id: "0x01" as const, disavowedSince: "500", disavowed: { timestamp: "900" } };

describe("the end of an attestation before its time", () => {
  it("has not come while nobody ended it", () => {
    expect(attestationEnd({ acceptedAt: "600", revokedAt: null, attester })).toBeNull();
  });

  it("is its revocation", () => {
    expect(attestationEnd({ acceptedAt: "600", revokedAt: "700", attester })).toBe(700);
    expect(attestationEnd({ acceptedAt: "600", revokedAt: "700", attester: disavowed })).toBe(700);
  });

  it("comes with the disowning of its verifier, if it was accepted since the moment named", () => {
    expect(attestationEnd({ acceptedAt: "500", revokedAt: null, attester: disavowed })).toBe(900);
    expect(attestationEnd({ acceptedAt: "499", revokedAt: null, attester: disavowed })).toBeNull();
  });
});
