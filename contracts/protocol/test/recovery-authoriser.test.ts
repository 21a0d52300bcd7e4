import { bytesToHex, recoverTypedDataAddress, zeroAddress } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { recoverChart, replaceRecoveryKey } from "../src/chart-forms.ts";
import { stopSharingEverything } from "../src/consent-forms.ts";
import { createKeyring, openKeyring } from "../src/keyring.ts";
import { withKey } from "../src/keyring-contents.ts";
import {
  newRecoveryAuthoriser,
  recoveryAuthoriserAddress,
  signRecovery,
  signRecoveryKeyReplacement,
  signStopOfEverything,
} from "../src/recovery-authoriser.ts";
import { newRecoveryCode, recoveryCodeSecret } from "../src/unlocker-recovery-code.ts";
import { patient, recordsLocation, registryLocation } from "./helpers/actors.ts";

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

  it("signs recoveries, replacements and stops as its own address", async () => {
    const authoriser = newRecoveryAuthoriser();
    const chart = `0x${"c1".repeat(20)}` as const;
    const recovery = { chart, newHolder: zeroAddress, nonce: 3n, deadline: 5n };
    const replacement = { chart, newRecoveryKey: zeroAddress, epoch: 2, deadline: 5n };
    const stopped = { chart, reader: zeroAddress, counter: 1, epoch: 2, deadline: 5n };
    const signers = await Promise.all([
      recoverTypedDataAddress({
        ...recoverChart(registryLocation, recovery),
        signature: signRecovery(registryLocation, recovery, authoriser),
      }),
      recoverTypedDataAddress({
        ...replaceRecoveryKey(registryLocation, replacement),
        signature: signRecoveryKeyReplacement(registryLocation, replacement, authoriser),
      }),
      recoverTypedDataAddress({
        ...stopSharingEverything(recordsLocation, stopped),
        signature: signStopOfEverything(recordsLocation, stopped, authoriser),
      }),
    ]);
    expect(signers.map((signer) => signer.toLowerCase())).toEqual(Array(3).fill(recoveryAuthoriserAddress(authoriser)));
  });
});
