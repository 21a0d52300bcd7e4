import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What a deployment would keep in a vault. Hex, except where a provider has its own form. */
export interface Secrets {
  readonly pinataJwt: string;
  readonly twilioAccountSid: string;
  readonly twilioAuthToken: string;
  /** 32 bytes shared by all attesters: licence tags depend on it. */
  readonly licencePepper: string;
  /** 32 bytes that seal the register of licences. */
  readonly registerSecret: string;
  /** 32 bytes the OTP worker derives its own keys from. */
  readonly workerSecret: string;
}

/** Reads the secrets of this state folder; made at random the first time, for the eyes of their owner only. */
export function localSecrets(file: string): Secrets {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Secrets;
  } catch {
    const secrets = randomSecrets();
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
    return secrets;
  }
}

function randomSecrets(): Secrets {
  const hex = (bytes: number): string => randomBytes(bytes).toString("hex");
  return {
    pinataJwt: hex(32),
    twilioAccountSid: `AC${hex(16)}`,
    twilioAuthToken: hex(16),
    licencePepper: hex(32),
    registerSecret: hex(32),
    workerSecret: hex(32),
  };
}
