import { privateKeyToAccount } from "viem/accounts";
import type { Variables } from "./variables.ts";

/** The least work that a person's browser does in production: rounds of this many iterations of PBKDF2. */
const LEAST_COST = 5000;
const LEAST_ROUNDS = 100;

const ADDRESSES = [
  "ORIGIN",
  "RPC_URL",
  "TWILIO_BASE_URL",
  "PUBLIC_URL",
  "PINATA_UPLOAD_URL",
  "PINATA_API_URL",
  "GATEWAY_URL",
] as const;

const LOCAL_CHAINS = [1337, 31337];

/** The first accounts of "test test test test test test test test test test test junk", whose keys everybody knows. */
export const PUBLIC_TEST_ACCOUNTS = [
  "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
  "0x90F79bf6EB2c4f870365E785982E1f101E93b906",
  "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65",
  "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc",
  "0x976EA74026E726554dB657fA54763abd0C3a0aa9",
  "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955",
  "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f",
  "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720",
];

/**
 * What variables that are well-formed one by one may not be together. Local conveniences cannot be had in production, and
 * local mode cannot serve anything but a page on this machine and a local chain.
 */
export function combinationProblems(variables: Variables): string[] {
  const problems = variables.MODE === "production" ? productionProblems(variables) : localProblems(variables);
  return [...problems, ...sharedSecrets(variables)];
}

function productionProblems(variables: Variables) {
  const problems: string[] = [];
  for (const name of ADDRESSES) {
    const address = variables[name];
    if (address === undefined) continue;
    const url = new URL(address);
    if (url.protocol !== "https:") problems.push(`${name} must begin with https:// in production`);
    if (isLoopback(url)) problems.push(`${name} must not be this machine in production`);
  }
  if (LOCAL_CHAINS.includes(variables.CHAIN_ID)) problems.push("CHAIN_ID must not be a local chain in production");
  if (variables.CHALLENGE_COST < LEAST_COST)
    problems.push(`CHALLENGE_COST must be at least ${LEAST_COST} in production`);
  if (variables.CHALLENGE_ROUNDS < LEAST_ROUNDS) {
    problems.push(`CHALLENGE_ROUNDS must be at least ${LEAST_ROUNDS} in production`);
  }
  if (PUBLIC_TEST_ACCOUNTS.includes(privateKeyToAccount(variables.ATTESTER_PRIVATE_KEY).address)) {
    problems.push("ATTESTER_PRIVATE_KEY is weak: it is a public test key");
  }
  return problems;
}

function localProblems(variables: Variables) {
  const problems: string[] = [];
  if (!isLoopback(new URL(variables.ORIGIN))) problems.push("ORIGIN must be this machine in local mode");
  if (!LOCAL_CHAINS.includes(variables.CHAIN_ID)) problems.push("CHAIN_ID must be a local chain in local mode");
  return problems;
}

/** Names of secrets that repeat another one: who learns one must not learn the other. */
function sharedSecrets(variables: Variables) {
  const names = ["ATTESTER_PRIVATE_KEY", "LICENCE_PEPPER", "REGISTER_SECRET", "WORKER_SECRET"] as const;
  const seen = new Set<string>();
  return names.flatMap((name) => {
    const value = variables[name];
    const text = typeof value === "string" ? value : `0x${Buffer.from(value).toString("hex")}`;
    const repeats = seen.has(text);
    seen.add(text);
    return repeats ? [`${name} is weak: it is the same as another secret`] : [];
  });
}

function isLoopback(url: URL) {
  return url.hostname === "localhost" || url.hostname.endsWith(".localhost") || /^(127\.|\[::1\])/.test(url.hostname);
}
