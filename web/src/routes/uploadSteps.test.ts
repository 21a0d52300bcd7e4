import { describe, expect, it } from "vitest";
import { leadsFurther, uploadSteps } from "./uploadSteps.ts";

const states = (...given: Parameters<typeof uploadSteps>) => uploadSteps(...given).map(({ state }) => state);
const rejected = { what: "You said no.", safe: "Nothing was sent.", next: "Try again.", remedy: null };

describe("the stages of adding a report", () => {
  it("begin with locking", () => {
    expect(states({ step: "locking" }, null)).toEqual(["now", "next", "next", "next", "next"]);
  });

  it("count the parts that the storage has", () => {
    const [, upload] = uploadSteps({ step: "storing", stored: 2, total: 5 }, null);
    expect(upload).toMatchObject({ state: "now", progress: { value: 2, max: 5 } });
    expect(upload?.detail).toBe("2 of 5 locked parts are in the storage.");
  });

  it("keep what was done when the wallet says no", () => {
    const steps = uploadSteps({ step: "asked" }, rejected);
    expect(steps.map(({ state }) => state)).toEqual(["done", "done", "failed", "next", "next"]);
    expect(steps[2]?.detail).toBe("You said no. Nothing was sent. Try again.");
  });

  it("do not move when the wallet says no or a transaction fails", () => {
    expect(leadsFurther({ step: "sent" })).toBe(true);
    expect(leadsFurther({ step: "rejected" })).toBe(false);
    expect(leadsFurther({ step: "failed" })).toBe(false);
  });

  it("are all done when the patient can see it", () => {
    expect(states({ step: "visible" }, null)).toEqual(["done", "done", "done", "done", "done"]);
  });
});
