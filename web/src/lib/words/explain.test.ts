import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import {
  CallExecutionError,
  ChainMismatchError,
  encodeErrorResult,
  ExecutionRevertedError,
  HttpRequestError,
  InsufficientFundsError,
  RawContractError,
  TransactionExecutionError,
  UserRejectedRequestError,
  WaitForTransactionReceiptTimeoutError,
} from "viem";
import { mainnet } from "viem/chains";
import { describe, expect, it } from "vitest";
import { ContractRefusedError, refusalOf } from "../chain/contractRefusedError.ts";
import { NotReaderError } from "../flows/openReport.ts";
import { explain, isRejection } from "./explain.ts";
import { ExplainedError } from "./explainedError.ts";
import { explainedRefusals, explainRefusal } from "./refusals.ts";

const call = { data: "0x" as const };

/** Of libraries, about lengths, numbers and calls that the contracts check before. */
const internal = [
  "AddressEmptyCode",
  "FailedCall",
  "InsufficientBalance",
  "InvalidShortString",
  "SafeCastOverflowedUintDowncast",
  "StringTooLong",
];
const errorNames = [...registryAbi, ...recordsAbi].flatMap((item) => (item.type === "error" ? [item.name] : []));

describe("an error", () => {
  it.each(errorNames.filter((name) => !internal.includes(name)))(
    "of the contracts has words of its own: %s",
    (name) => {
      expect(explainedRefusals).toContain(name);
    },
  );

  it("has no words for what the contracts cannot say", () => {
    expect(explainedRefusals.filter((name) => !errorNames.some((known) => known === name))).toEqual([]);
  });

  it.each(explainedRefusals)("reads as whole sentences, with and without its values: %s", (name) => {
    for (const args of [[], [0n], ["0x01", 1_798_000_000n]]) {
      const { what, next } = explainRefusal(name, args);
      for (const sentence of [what, next]) {
        expect(sentence).toMatch(/^[A-Z].+\.$/);
        expect(sentence).not.toMatch(/undefined|null|NaN|Invalid|1970/);
      }
    }
  });

  it("of the contracts says until when, where it knows", () => {
    const until = BigInt(Date.UTC(2026, 11, 22, 12) / 1000);
    const data = encodeErrorResult({ abi: recordsAbi, errorName: "PausingPaused", args: [until] });
    const { what, next } = explain(refusalOf(new CallExecutionError(new RawContractError({ data }), call)));
    expect(what).toContain("paused");
    expect(next).toContain("22 December 2026");
  });

  it("of the contracts comes out of what a node answers by its name", () => {
    const data = encodeErrorResult({ abi: recordsAbi, errorName: "ConsentInvalidPurpose" });
    const node = new CallExecutionError(new RawContractError({ data }), call);
    const refusal = refusalOf(node);
    expect(refusal).toBeInstanceOf(ContractRefusedError);
    expect(refusal?.errorName).toBe("ConsentInvalidPurpose");
    expect(explain(refusal)).toEqual(explainRefusal("ConsentInvalidPurpose"));
  });

  it("that is no refusal of the contracts is not taken for one", () => {
    expect(refusalOf(new CallExecutionError(new ExecutionRevertedError(), call))).toBe(null);
    expect(refusalOf(new CallExecutionError(new RawContractError({ data: "0x12345678" }), call))).toBe(null);
    expect(refusalOf(new Error("0x12345678"))).toBe(null);
  });

  it("is known as a no in the wallet, also under viem's wrapping and as a bare code", () => {
    const rejection = new UserRejectedRequestError(new Error("no"));
    expect(isRejection(rejection)).toBe(true);
    expect(isRejection(new TransactionExecutionError(rejection, { account: null }))).toBe(true);
    expect(isRejection(Object.assign(new Error("no"), { code: 4001 }))).toBe(true);
    expect(isRejection({ code: 5000, message: "User rejected." })).toBe(true);
    expect(isRejection(new Error("4001"))).toBe(false);
    expect(explain(rejection).what).toBe("You said no in your wallet.");
    // Nothing may have been entered, as where a wallet is connected.
    expect(explain(rejection).safe).not.toContain("entered");
  });

  it.each([
    ["said no in the wallet", new UserRejectedRequestError(new Error("no"))],
    ["has too little", new TransactionExecutionError(new InsufficientFundsError(), { account: null })],
    ["is on another network", new ChainMismatchError({ chain: mainnet, currentChainId: 5 })],
    ["reaches no node", new HttpRequestError({ url: "http://127.0.0.1:1" })],
    ["waits long for the network", new WaitForTransactionReceiptTimeoutError({ hash: "0x01" })],
    ["may not read any more", new NotReaderError()],
    ["lost a role", new ExplainedError(explainRefusal("AccessControlUnauthorizedAccount"))],
    ["is no active doctor now", new ExplainedError(explainRefusal("RequestDoctorNotActive"))],
  ])("tells whoever %s what happened, what is safe and what to do next", (_, error) => {
    const { what, safe, next } = explain(error);
    for (const sentence of [what, safe, next]) expect(sentence).toMatch(/^[A-Z].+\.$/);
    expect(what).not.toContain("no words for");
  });

  it("names too little ether and an unreachable node", () => {
    const poor = new TransactionExecutionError(new InsufficientFundsError(), { account: null });
    expect(explain(poor).what).toContain("too little");
    expect(explain(new HttpRequestError({ url: "http://127.0.0.1:1" })).what).toContain("does not answer");
  });

  it("of the key holder keeps its own words after crossing from the worker as a plain error", () => {
    const crossed = Object.assign(new Error("None of the keys opens this."), { name: "NoContentKeyError" });
    expect(explain(crossed).what).toBe("None of the keys opens this.");
  });

  it("that nobody foresaw is said to be so, without its technical text", () => {
    const { what, safe, next } = explain(new Error("TypeError: x is undefined at 0xdeadbeef"));
    expect([what, safe, next].join(" ")).not.toContain("undefined");
    expect(explain("a string").remedy).toBe("reload");
  });
});
