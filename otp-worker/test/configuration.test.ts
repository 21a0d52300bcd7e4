import { describe, expect, it } from "vitest";
import { mnemonicToAccount } from "viem/accounts";
import { PUBLIC_TEST_ACCOUNTS } from "../src/configuration/combination-problems.ts";
import { ConfigurationError, readConfiguration } from "../src/configuration/read-configuration.ts";
import { testEnvironment } from "./support/test-environment.ts";

const local = testEnvironment("http://127.0.0.1:1");

const production = {
  ...local,
  MODE: "production",
  ORIGIN: "https://chartkey.example",
  CHAIN_ID: "11155111",
  RPC_URL: "https://rpc.example",
  TWILIO_BASE_URL: "https://api.twilio.com",
  PINATA_UPLOAD_URL: "https://uploads.pinata.cloud/v3",
  PINATA_API_URL: "https://api.pinata.cloud/v3",
  GATEWAY_URL: "https://gateway.pinata.cloud",
  PUBLIC_URL: "https://otp.chartkey.example",
  CHALLENGE_COST: "5000",
  CHALLENGE_ROUNDS: "400",
  ATTESTER_PRIVATE_KEY: "0x4b1d7f93a5c80e26d94f6b7238ac15e0c7d29f84e3b05a6179c2d8460f1ebb35",
};

function problemsOf(variables: Record<string, string | undefined>) {
  try {
    readConfiguration({ ...variables });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe("a configuration", () => {
  it("is accepted in local mode and in production", () => {
    expect(problemsOf(local)).toEqual([]);
    expect(problemsOf(production)).toEqual([]);
  });

  it.each(
    Object.keys(local).filter(
      (name) => !/^(CHALLENGE|TWILIO_BASE|PINATA_UPLOAD|PINATA_API|GATEWAY|PUBLIC_URL)/.test(name),
    ),
  )("is refused without %s, and says so", (name) => {
    const problem = name === "MODE" ? "MODE is missing" : `${name} is missing`;
    expect(problemsOf({ ...production, [name]: undefined })).toEqual([problem]);
    expect(problemsOf({ ...production, [name]: "" })).toEqual([problem]);
  });

  it("does the real work of a challenge when nothing is said", () => {
    const { challenge } = readConfiguration({ ...production, CHALLENGE_COST: undefined, CHALLENGE_ROUNDS: undefined });
    expect(challenge).toMatchObject({ cost: 5000, rounds: 400 });
  });

  it.each([
    ["ATTESTER_PRIVATE_KEY", "0x1234"],
    ["ATTESTER_PRIVATE_KEY", `0x${"12".repeat(32)}`],
    ["ATTESTER_PRIVATE_KEY", "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6"],
    ["LICENCE_PEPPER", "pepper"],
    ["LICENCE_PEPPER", "0123456789abcdef".repeat(4)],
    ["REGISTER_SECRET", "00".repeat(32)],
    ["REGISTER_SECRET", local.LICENCE_PEPPER],
    ["WORKER_SECRET", production.ATTESTER_PRIVATE_KEY.slice(2)],
    ["TWILIO_AUTH_TOKEN", "secret"],
    ["PINATA_JWT", "secret"],
  ])("is refused with a weak %s", (name, value) => {
    const problems = problemsOf({ ...production, [name]: value });
    expect(problems.join()).toMatch(
      new RegExp(`${name === "REGISTER_SECRET" || name === "WORKER_SECRET" ? "" : name} is weak`),
    );
    expect(problems.join()).not.toContain(value);
  });

  it.each([
    ["a page on this machine", { ORIGIN: "https://localhost:3000" }],
    ["a page without TLS", { ORIGIN: "http://chartkey.example" }],
    ["a message service without TLS", { TWILIO_BASE_URL: "http://inbox.example" }],
    ["a message service on this machine", { TWILIO_BASE_URL: "https://127.0.0.1:8790" }],
    ["an address of its own on this machine", { PUBLIC_URL: "https://localhost:8787" }],
    ["a list of files on this machine", { PINATA_API_URL: "https://localhost:8788" }],
    ["a gateway on this machine", { GATEWAY_URL: "https://[::1]:8788" }],
    ["a store without TLS", { PINATA_UPLOAD_URL: "http://store.example/v3" }],
    ["a node on this machine", { RPC_URL: "http://127.0.0.1:8545" }],
    ["a local chain", { CHAIN_ID: "1337" }],
    ["too cheap a challenge", { CHALLENGE_COST: "4999" }],
    ["too short a challenge", { CHALLENGE_ROUNDS: "99" }],
    ["a page with a path", { ORIGIN: "https://chartkey.example/" }],
    ["a zero registry", { REGISTRY_ADDRESS: `0x${"0".repeat(40)}` }],
    ["a zero contract of records", { RECORDS_ADDRESS: `0x${"0".repeat(40)}` }],
    ["a sender that is none", { TWILIO_FROM: "CHARTKEY" }],
    ["an unknown mode", { MODE: "staging" }],
  ])("is refused in production with %s", (_, changes) => {
    const problems = problemsOf({ ...production, ...changes });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join()).toContain(Object.keys(changes)[0]);
  });

  it.each([
    ["a page elsewhere", { ORIGIN: "https://chartkey.example" }],
    ["a public chain", { CHAIN_ID: "1" }],
  ])("is refused in local mode with %s", (_, changes) => {
    expect(problemsOf({ ...local, ...changes }).join()).toContain(Object.keys(changes)[0]);
  });

  it("sends by Twilio Verify when a service of it is the sender, and otherwise by the messages' address", () => {
    const of = (TWILIO_FROM: string) =>
      readConfiguration({ ...production, TWILIO_BASE_URL: undefined, TWILIO_FROM }).twilio;
    expect(of(`VA${"0".repeat(32)}`)).toMatchObject({
      sender: { kind: "verify" },
      baseUrl: "https://verify.twilio.com",
    });
    expect(of(`MG${"0".repeat(32)}`)).toMatchObject({ sender: { kind: "messaging-service" } });
    expect(of("+12025550199")).toMatchObject({ sender: { kind: "number" }, baseUrl: "https://api.twilio.com" });
  });

  it("is read once", () => {
    const variables = { ...production };
    expect(readConfiguration(variables)).toBe(readConfiguration(variables));
  });

  it("knows the accounts whose keys everybody knows", () => {
    const mnemonic = "test test test test test test test test test test test junk";
    const accounts = PUBLIC_TEST_ACCOUNTS.map(
      (_, addressIndex) => mnemonicToAccount(mnemonic, { addressIndex }).address,
    );
    expect(PUBLIC_TEST_ACCOUNTS).toEqual(accounts);
  });
});
