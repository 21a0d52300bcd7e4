import { describe, expect, it } from "vitest";
import {
  encodePasskeyUnlocker,
  MalformedPasskeyUnlockerError,
  newPasskeySalt,
  parsePasskeyUnlocker,
} from "../src/unlocker-passkey.ts";

const unlocker = {
  credentialId: Uint8Array.from({ length: 64 }, (_, index) => index),
  relyingParty: "chart.example",
  salt: new Uint8Array(32).fill(7),
};

describe("what a keyring says of a passkey", () => {
  it("is read as it was written", () => {
    expect(parsePasskeyUnlocker(encodePasskeyUnlocker(unlocker))).toEqual(unlocker);
  });

  it("has another salt each time", () => {
    expect(newPasskeySalt()).toHaveLength(32);
    expect(newPasskeySalt()).not.toEqual(newPasskeySalt());
  });

  it.each([
    ["no credential", { credentialId: new Uint8Array() }],
    ["a credential id that is too long", { credentialId: new Uint8Array(701) }],
    ["an address instead of a host", { relyingParty: "https://chart.example" }],
    ["no host", { relyingParty: "" }],
  ])("refuses %s", (_, wrong) => {
    expect(() => encodePasskeyUnlocker({ ...unlocker, ...wrong })).toThrow(MalformedPasskeyUnlockerError);
  });

  it("refuses every shortened and lengthened encoding", () => {
    const encoded = encodePasskeyUnlocker(unlocker);
    for (let length = 0; length < encoded.length; length++) {
      expect(() => parsePasskeyUnlocker(encoded.subarray(0, length))).toThrow(MalformedPasskeyUnlockerError);
    }
    expect(() => parsePasskeyUnlocker(Uint8Array.from([...encoded, 0]))).toThrow(MalformedPasskeyUnlockerError);
  });
});
