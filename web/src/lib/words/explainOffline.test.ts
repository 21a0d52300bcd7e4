import { HttpRequestError, InsufficientFundsError, TimeoutError } from "viem";
import { afterEach, describe, expect, it, vi } from "vitest";
import { explain } from "./explain.ts";

const unreachable = [
  new HttpRequestError({ url: "http://127.0.0.1" }),
  new TimeoutError({ body: {}, url: "http://127.0.0.1" }),
];

describe("a node that does not answer", () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each(unreachable)("is the connection’s fault while this device is offline: $name", (error) => {
    vi.stubGlobal("navigator", { onLine: false });
    expect(explain(error)).toMatchObject({
      what: "You are offline.",
      safe: "Nothing was sent, and nothing is lost.",
      remedy: "retry",
    });
  });

  it.each(unreachable)("is said to be so while it is online: $name", (error) => {
    vi.stubGlobal("navigator", { onLine: true });
    expect(explain(error).what).toBe("The public record does not answer.");
  });

  it("takes no other error’s words", () => {
    vi.stubGlobal("navigator", { onLine: false });
    expect(explain(new InsufficientFundsError()).what).not.toBe("You are offline.");
  });
});
