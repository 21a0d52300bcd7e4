import type { Address, Hex } from "viem";
import { combinationProblems } from "./combination-problems.ts";
import { deriveKey } from "./secret.ts";
import { variables, type Variables } from "./variables.ts";

/** Everything the worker is told, checked and parsed. */
export interface Configuration {
  readonly mode: "local" | "production";
  /** The web page's origin, the only one that may ask; `host` and `hostname` are its parts with and without the port. */
  readonly page: { readonly origin: string; readonly host: string; readonly hostname: string };
  readonly chain: {
    readonly id: number;
    readonly registry: Address;
    readonly records: Address;
    /** From where events are read. */
    readonly deployBlock: number;
    readonly rpcUrl: string;
  };
  /** Work asked of a browser: up to `rounds` derivations of `cost` iterations of PBKDF2. */
  readonly challenge: {
    readonly cost: number;
    readonly rounds: number;
    readonly secret: string;
    readonly keySecret: string;
  };
  readonly nonceKey: Uint8Array;
  /** Hides in the store under whose tickets a blob was uploaded. */
  readonly uploaderKey: Uint8Array;
  readonly codePepper: Uint8Array;
  readonly attesterPrivateKey: Hex;
  /** Shared by all attesters of the network: the same licence has the same tag whoever attests it. */
  readonly licencePepper: Uint8Array;
  readonly registerKeys: RegisterKeys;
  readonly linkKeys: LinkKeys;
  /** This worker's own origin, where it is told. */
  readonly publicUrl: string | null;
  readonly limits: {
    readonly codesPerAccount: number;
    readonly codesPerAddress: number;
    readonly invitationsPerRegistrar: number;
    readonly messagesPerPhone: number;
    readonly messages: number;
    readonly ticketsPerAccount: number;
  };
  readonly twilio: {
    readonly baseUrl: string;
    readonly accountSid: string;
    readonly authToken: string;
    readonly sender: { readonly kind: "number" | "messaging-service" | "verify"; readonly id: string };
    /** The template of Twilio Verify; null for its usual words. */
    readonly verifyTemplate: string | null;
    /** Where Twilio tells what became of a message; null when it is not to. */
    readonly statusCallback: string | null;
  };
  readonly pinata: {
    readonly uploadUrl: string;
    readonly apiUrl: string;
    /** A blob is at `<gatewayUrl>/ipfs/<cid>`. */
    readonly gatewayUrl: string;
    readonly jwt: string;
  };
}

/** Two keys of the register: one hides which licence a row is about, the other what it says. 32 bytes each. */
export interface RegisterKeys {
  readonly index: Uint8Array;
  readonly seal: Uint8Array<ArrayBuffer>;
}

/** Two keys of links: one hides whose a link is, the other what it leads to. 32 bytes each. */
export interface LinkKeys {
  readonly index: Uint8Array;
  readonly seal: Uint8Array<ArrayBuffer>;
}

const read = new WeakMap<object, Configuration>();

/**
 * Reads the configuration, once for each environment.
 *
 * @throws {ConfigurationError} naming every variable that is missing, malformed or weak
 */
export function readConfiguration(environment: Readonly<Record<string, unknown>>): Configuration {
  const known = read.get(environment);
  if (known) return known;
  const configuration = parseConfiguration(environment);
  read.set(environment, configuration);
  return configuration;
}

export function registerKeysOf(registerSecret: Uint8Array): RegisterKeys {
  return { index: deriveKey(registerSecret, "register/index"), seal: deriveKey(registerSecret, "register/seal") };
}

function parseConfiguration(environment: Readonly<Record<string, unknown>>): Configuration {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0]);
      return given[name] === undefined ? `${name} is missing` : `${name} ${message}`;
    });
    throw new ConfigurationError(problems);
  }
  const problems = combinationProblems(parsed.data);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return toConfiguration(parsed.data);
}

function toConfiguration(given: Variables): Configuration {
  const { origin, host, hostname } = new URL(given.ORIGIN);
  const hex = (use: string) => Buffer.from(deriveKey(given.WORKER_SECRET, use)).toString("hex");
  return {
    mode: given.MODE,
    page: { origin, host, hostname },
    chain: {
      id: given.CHAIN_ID,
      registry: given.REGISTRY_ADDRESS,
      records: given.RECORDS_ADDRESS,
      deployBlock: given.DEPLOY_BLOCK,
      rpcUrl: given.RPC_URL,
    },
    challenge: {
      cost: given.CHALLENGE_COST,
      rounds: given.CHALLENGE_ROUNDS,
      secret: hex("challenge"),
      keySecret: hex("challenge-key"),
    },
    nonceKey: deriveKey(given.WORKER_SECRET, "nonce"),
    uploaderKey: deriveKey(given.WORKER_SECRET, "uploader"),
    codePepper: deriveKey(given.WORKER_SECRET, "code"),
    attesterPrivateKey: given.ATTESTER_PRIVATE_KEY,
    licencePepper: given.LICENCE_PEPPER,
    registerKeys: registerKeysOf(given.REGISTER_SECRET),
    linkKeys: {
      index: deriveKey(given.WORKER_SECRET, "link/index"),
      seal: deriveKey(given.WORKER_SECRET, "link/seal"),
    },
    publicUrl: given.PUBLIC_URL ?? null,
    limits: {
      codesPerAccount: given.CODES_PER_ACCOUNT_PER_DAY,
      codesPerAddress: given.CODES_PER_ADDRESS_PER_DAY,
      invitationsPerRegistrar: given.INVITATIONS_PER_REGISTRAR_PER_DAY,
      messagesPerPhone: given.MESSAGES_PER_PHONE_PER_DAY,
      messages: given.MESSAGES_PER_DAY,
      ticketsPerAccount: given.TICKETS_PER_ACCOUNT_PER_DAY,
    },
    twilio: twilioOf(given),
    pinata: {
      uploadUrl: given.PINATA_UPLOAD_URL,
      apiUrl: given.PINATA_API_URL,
      gatewayUrl: given.GATEWAY_URL,
      jwt: given.PINATA_JWT,
    },
  };
}

function twilioOf(given: Variables): Configuration["twilio"] {
  const id = given.TWILIO_FROM;
  const kind = id.startsWith("VA") ? "verify" : id.startsWith("MG") ? "messaging-service" : "number";
  const usual = kind === "verify" ? "https://verify.twilio.com" : "https://api.twilio.com";
  return {
    baseUrl: given.TWILIO_BASE_URL ?? usual,
    accountSid: given.TWILIO_ACCOUNT_SID,
    authToken: given.TWILIO_AUTH_TOKEN,
    sender: { kind, id },
    verifyTemplate: given.TWILIO_VERIFY_TEMPLATE ?? null,
    statusCallback: given.PUBLIC_URL === undefined ? null : `${given.PUBLIC_URL}/v1/message-status`,
  };
}

/** The worker does not serve. `problems` name variables and never quote a value. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The worker is not configured: ${problems.join("; ")}.`);
    this.problems = problems;
  }
}
