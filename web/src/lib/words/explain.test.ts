import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import {
  CallExecutionError,
  encodeErrorResult,
  ExecutionRevertedError,
  HttpRequestError,
  InsufficientFundsError,
  RawContractError,
  TransactionExecutionError,
  UserRejectedRequestError,
} from "viem";
import { describe, expect, it } from "vitest";
import { ContractRefusedError, refusalOf } from "../chain/contractRefusedError.ts";
import { explain, isRejection } from "./explain.ts";
import { explainedRefusals, explainRefusal } from "./refusals.ts";

const call = { data: "0x" as const };

/** Of libraries, about lengths and numbers that the contracts check before. */
const internal = ["InvalidShortString", "SafeCastOverflowedUintDowncast", "StringTooLong"];
const errorNames = [...registryAbi, ...recordsAbi].flatMap((item) => (item.type === "error" ? [item.name] : []));

describe("an error", () => {
  it.each(errorNames.filter((name) => !internal.includes(name)))(
    "of the contracts has words of its own: %s",
    (name) => {
      expect(explainedRefusals).toContain(name);
    },
  );

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
