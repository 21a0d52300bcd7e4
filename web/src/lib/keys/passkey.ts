import type { Bytes } from "@chartkey/protocol/bytes";
import type { PasskeyUnlocker } from "@chartkey/protocol/unlocker-passkey";
import type { Address } from "viem";
import { m } from "#messages";
import { toBase64url } from "../base64.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";

/** A passkey that answered: which it is, and its answer to the salt, which goes to the key holder and nowhere else. */
export type PasskeyAnswer = Pick<PasskeyUnlocker, "credentialId" | "relyingParty"> & { secret: Bytes };

/** Milliseconds for somebody to find their key or their finger. */
const PATIENCE = 120_000;

/** ES256, EdDSA, RS256 (COSE): whichever the authenticator has. Nothing is ever verified with that key. */
const ALGORITHMS = [-7, -8, -257];

/** Where passkeys of this page belong. */
export const relyingParty = (): string => location.hostname;

/**
 * Makes a passkey on this device, or on one that is near, and asks it for its secret at `salt` (WebAuthn Level 3 §10.1.4, PRF).
 * It is made for this site alone and carries no name but the short form of the account.
 *
 * @throws ExplainedError when there is none, it was not confirmed, or it has no PRF.
 */
export async function createPasskey(account: Address, salt: Bytes): Promise<PasskeyAnswer> {
  requirePasskeys();
  const name = `Chartkey ${account.slice(0, 6)}…${account.slice(-4)}`;
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        // Nobody verifies an attestation here, so the challenge proves nothing to anyone.
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        rp: { id: relyingParty(), name: "Chartkey" },
        user: { id: crypto.getRandomValues(new Uint8Array(32)), name, displayName: name },
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
        timeout: PATIENCE,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  const { prf } = made.getClientExtensionResults();
  if (!prf?.enabled) throw new ExplainedError(noPrf);
  const credentialId = new Uint8Array(made.rawId);
  // Many answer only when they are asked, not when they are made.
  const secret = prf.results ? bytesOf(prf.results.first) : (await askPasskey([{ credentialId, salt }])).secret;
  return { credentialId, relyingParty: relyingParty(), secret };
}

/** Asks one of these passkeys for its secret at its salt. @throws ExplainedError as `createPasskey` does. */
export async function askPasskey(
  passkeys: readonly Pick<PasskeyUnlocker, "credentialId" | "salt">[],
): Promise<PasskeyAnswer> {
  requirePasskeys();
  const evalByCredential = Object.fromEntries(
    passkeys.map(({ credentialId, salt }) => [toBase64url(credentialId), { first: salt }]),
  );
  const answer = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        rpId: relyingParty(),
        allowCredentials: passkeys.map(({ credentialId: id }) => ({ type: "public-key", id })),
        userVerification: "required",
        timeout: PATIENCE,
        extensions: { prf: { evalByCredential } },
      },
    }),
  );
  const results = answer.getClientExtensionResults().prf?.results;
  if (!results) throw new ExplainedError(noPrf);
  return {
    credentialId: new Uint8Array(answer.rawId),
    relyingParty: relyingParty(),
    secret: bytesOf(results.first),
  };
}

/**
 * Asks the device which passkey of this site it would use, when no keyring is known yet to name one. It proves nothing and answers no
 * secret. Only passkeys that the authenticator itself remembers can be found so.
 *
 * @returns The credential id. @throws ExplainedError when there is none or it was not confirmed.
 */
export async function choosePasskey(): Promise<Bytes> {
  requirePasskeys();
  const chosen = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        rpId: relyingParty(),
        userVerification: "discouraged",
        timeout: PATIENCE,
      },
    }),
  );
  return new Uint8Array(chosen.rawId);
}

function requirePasskeys(): void {
  if (!("PublicKeyCredential" in globalThis)) throw new ExplainedError(noPasskeys);
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const answer = await ask();
    if (answer instanceof PublicKeyCredential) return answer;
  } catch (cause) {
    throw new ExplainedError(notConfirmed, { cause });
  }
  throw new ExplainedError(notConfirmed);
}

function bytesOf(source: BufferSource): Bytes {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength).slice()
    : new Uint8Array(source.slice(0));
}

const noPasskeys: Explanation = {
  what: m.keys_passkey_none_what(),
  safe: m.keys_passkey_nothing_changed(),
  next: m.keys_passkey_none_next(),
  remedy: null,
};

const notConfirmed: Explanation = {
  what: m.keys_passkey_not_confirmed_what(),
  safe: m.keys_passkey_nothing_changed(),
  next: m.keys_passkey_not_confirmed_next(),
  remedy: "retry",
};

const noPrf: Explanation = {
  what: m.keys_passkey_no_secret_what(),
  safe: m.keys_passkey_no_secret_safe(),
  next: m.keys_passkey_no_secret_next(),
  remedy: null,
};
