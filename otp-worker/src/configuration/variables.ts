import { getAddress, isAddress, zeroAddress } from "viem";
import * as z from "zod/mini";
import { secretBytes } from "./secret.ts";

const HTTP = /^https?$/;

/** The shape of the variables and secrets. What they may be together is in `combination-problems.ts`. */
export const variables = z.object({
  MODE: z.enum(["local", "production"], "must be local or production"),
  ORIGIN: z
    .url({ protocol: HTTP, error: "must be the web page's origin, such as https://chartkey.example" })
    .check(z.refine((url) => new URL(url).origin === url, "must be an origin: no path, no slash at the end")),
  CHAIN_ID: integer(1, 2 ** 31),
  REGISTRY_ADDRESS: contract("Registry"),
  RECORDS_ADDRESS: contract("Records"),
  DEPLOY_BLOCK: z._default(integer(0, 2 ** 31), 0),
  RPC_URL: z.url({ protocol: HTTP, error: "must be the http address of an Ethereum node" }),

  CHALLENGE_COST: z._default(integer(1, 100_000), 5000),
  CHALLENGE_ROUNDS: z._default(integer(2, 100_000), 400),
  CODES_PER_ACCOUNT_PER_DAY: z._default(integer(1, 1_000_000), 10),
  CODES_PER_ADDRESS_PER_DAY: z._default(integer(1, 1_000_000), 50),
  INVITATIONS_PER_REGISTRAR_PER_DAY: z._default(integer(1, 1_000_000), 50),
  MESSAGES_PER_PHONE_PER_DAY: z._default(integer(1, 1_000_000), 10),
  MESSAGES_PER_DAY: z._default(integer(1, 1_000_000), 1000),
  TICKETS_PER_ACCOUNT_PER_DAY: z._default(integer(1, 1_000_000), 4096),

  TWILIO_BASE_URL: z.optional(z.url({ protocol: HTTP, error: "must be an http address" })),
  TWILIO_ACCOUNT_SID: z.string().check(z.regex(/^AC[0-9a-fA-F]{32}$/, "must be AC and 32 hex digits")),
  TWILIO_FROM: z
    .string()
    .check(
      z.regex(
        /^(\+[1-9]\d{6,14}|(MG|VA)[0-9a-fA-F]{32})$/,
        "must be a phone number as +…, a messaging service as MG… or a Verify service as VA…",
      ),
    ),
  TWILIO_VERIFY_TEMPLATE: z.optional(z.string().check(z.regex(/^HJ[0-9a-fA-F]{32}$/, "must be HJ and 32 hex digits"))),
  PUBLIC_URL: z.optional(
    z
      .url({ protocol: HTTP, error: "must be this worker's own address, such as https://otp.chartkey.example" })
      .check(z.refine((url) => new URL(url).origin === url, "must be an origin: no path, no slash at the end")),
  ),
  PINATA_UPLOAD_URL: address("https://uploads.pinata.cloud/v3"),
  PINATA_API_URL: address("https://api.pinata.cloud/v3"),
  GATEWAY_URL: address("https://gateway.pinata.cloud"),

  ATTESTER_PRIVATE_KEY: z.pipe(
    secretBytes,
    z.transform((bytes) => `0x${Buffer.from(bytes).toString("hex")}` as const),
  ),
  LICENCE_PEPPER: secretBytes,
  REGISTER_SECRET: secretBytes,
  WORKER_SECRET: secretBytes,
  TWILIO_AUTH_TOKEN: z.string().check(z.minLength(32, "is weak: Twilio's have 32 characters")),
  PINATA_JWT: z.string().check(z.minLength(32, "is weak: Pinata's are longer than 32 characters")),
});

export type Variables = z.output<typeof variables>;

function contract(name: string) {
  return z.pipe(
    z.string().check(
      z.refine((text) => isAddress(text), `must be the address of the ${name} contract`),
      z.refine((text) => text !== zeroAddress, `must be the address of the ${name} contract, not zero`),
    ),
    z.transform((text) => getAddress(text)),
  );
}

function address(usual: string) {
  return z._default(z.url({ protocol: HTTP, error: "must be an http address" }), usual);
}

function integer(least: number, most: number) {
  return z.coerce
    .number({ error: "must be a number" })
    .check(
      z.multipleOf(1, "must be a whole number"),
      z.gte(least, `must be at least ${least}`),
      z.lte(most, "is too big"),
    );
}
