import { describe, expect, it } from "vitest";
import { kindOfRemark, titleOfRemark } from "./remarkKind.ts";

describe("the kind of a remark", () => {
  it.each(["remark", "accepted", "disputed", "correction-asked"] as const)(
    "is read back from its title: %s",
    (kind) => {
      expect(kindOfRemark(titleOfRemark(kind))).toBe(kind);
    },
  );

  it("is plain for any title that is none of these", () => {
    expect(kindOfRemark("toString")).toBe("remark");
    expect(kindOfRemark("")).toBe("remark");
  });
});
