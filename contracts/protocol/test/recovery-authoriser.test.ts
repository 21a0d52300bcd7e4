import { bytesToHex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { createKeyring, openKeyring } from "../src/keyring.ts";
import { withKey } from "../src/keyring-contents.ts";
import { newRecoveryAuthoriser, recoveryAuthoriserAddress } from "../src/recovery-authoriser.ts";
import { newRecoveryCode, recoveryCodeSecret } from "../src/unlocker-recovery-code.ts";
import { patient, registryLocation } from "./helpers/actors.ts";

describe("a recovery authoriser", () => {
  it("is another key each time", () => {
    expect(newRecoveryAuthoriser()).not.toEqual(newRecoveryAuthoriser());
  });

  it("is no key when it is zero or too short", () => {
    for (const secret of [new Uint8Array(32), newRecoveryAuthoriser().subarray(1)]) {
      expect(() => recoveryAuthoriserAddress(secret)).toThrow();
    }
  });

  it("is known to the registry by the Ethereum address of its key", () => {
    const authoriser = newRecoveryAuthoriser();
    expect(recoveryAuthoriserAddress(authoriser)).toBe(privateKeyToAddress(bytesToHex(authoriser)).toLowerCase());
  });

  it("comes out of the keyring as it went in", async () => {
    const place = { location: registryLocation, account: patient.account };
    const secret = recoveryCodeSecret(newRecoveryCode());
    const recoveryAuthoriser = newRecoveryAuthoriser();
    const contents = withKey(
      { recoveryAuthoriser, keys: [] },
      { account: patient.account, version: 1, seed: patient.seed },
    );
    const unlocker = { kind: "recovery-code", parameters: new Uint8Array(), secret, label: "On paper" } as const;
    const { sealed, header } = await createKeyring(place, { contents, unlockers: [unlocker] });

    const opened = await openKeyring(place, sealed, { id: header.unlockers[0]!.id, secret });
    expect(opened.contents.recoveryAuthoriser).toEqual(recoveryAuthoriser);
  });
});
