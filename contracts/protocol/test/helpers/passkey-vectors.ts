import { bytesToHex } from "viem";
import { createKeyring } from "../../src/keyring.ts";
import { newPasskeySalt, encodePasskeyUnlocker } from "../../src/unlocker-passkey.ts";
import { newRecoveryCode, recoveryCodeSecret } from "../../src/unlocker-recovery-code.ts";
import { patient, registryLocation } from "./actors.ts";
import { sampleBytes } from "./sealed-report.ts";

/** A keyring that a passkey opens, what the keyring says of that passkey, and changes to this that must be refused. */
export async function passkeyVectors() {
  const salt = newPasskeySalt();
  const credentialId = sampleBytes(20);
  const relyingParty = "chart.example";
  const secret = sampleBytes(64).slice(32);
  const parameters = encodePasskeyUnlocker({ credentialId, relyingParty, salt });
  const recoveryAuthoriser = sampleBytes(32);
  const code = newRecoveryCode();
  const { sealed, header, labels } = await createKeyring(
    { location: registryLocation, account: patient.account },
    {
      contents: { recoveryAuthoriser, keys: [{ account: patient.account, version: 1, seed: patient.seed }] },
      unlockers: [
        {
          kind: "recovery-code",
          parameters: new Uint8Array(),
          secret: recoveryCodeSecret(code),
          label: "On paper",
        },
        { kind: "passkey", parameters, secret, label: "My telephone" },
      ],
    },
  );
  return {
    ...registryLocation,
    account: patient.account,
    id: header.unlockers[1]!.id,
    salt: bytesToHex(salt),
    relyingParty,
    credentialId: bytesToHex(credentialId),
    parameters: bytesToHex(parameters),
    secret: bytesToHex(secret),
    labels,
    seed: bytesToHex(patient.seed),
    sealed: bytesToHex(sealed),
    malformed: [
      { what: "its last byte, cut off", truncateTo: -1 },
      { what: "a byte more", append: "0x00" },
      { what: "a host of no characters", at: 32, set: "0x00" },
      { what: "a host with a capital letter", at: 33, set: "0x43" },
      { what: "a host with a space", at: 33, set: "0x20" },
      { what: "a credential id of no bytes", truncateTo: -credentialId.length - 2, append: "0x0000" },
    ].map((change) => ({ ...change, error: "MalformedPasskeyUnlockerError" })),
  };
}
