import { createSiweMessage, parseSiweMessage, type SiweMessage } from "viem/siwe";
import { expect, it } from "vitest";
import { signInMessage } from "./signInMessage.ts";

const site = { host: "chart.example", origin: "https://chart.example" };
const account = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const message = signInMessage(
  site,
  { account, chainId: 1337, nonce: "abcdef1234567890" },
  new Date("2026-11-22T10:00:00Z"),
);

it("a message to sign in names site, account, network and nonce, and lasts five minutes", () => {
  expect(parseSiweMessage(message)).toMatchObject({
    domain: "chart.example",
    uri: "https://chart.example",
    address: account,
    chainId: 1337,
    nonce: "abcdef1234567890",
    expirationTime: new Date("2026-11-22T10:05:00Z"),
  });
});

it("a message to sign in is in the one form that strict parsers take, and never unlocks a keyring", () => {
  expect(createSiweMessage(parseSiweMessage(message) as SiweMessage)).toBe(message);
  expect(message).not.toContain("urn:chartkey:unlock");
});
