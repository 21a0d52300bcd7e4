import { describe, expect, it } from "vitest";
import { transactionHref } from "./transactionHref.ts";

describe("where a transaction can be seen", () => {
  it.each(["https://sepolia.etherscan.io", "https://sepolia.etherscan.io/"])("is the explorer %s", (explorerUrl) => {
    expect(transactionHref({ explorerUrl }, "0x12")).toBe("https://sepolia.etherscan.io/tx/0x12");
  });

  it("is the page of raw logs where there is no explorer", () => {
    expect(transactionHref({ explorerUrl: null }, "0x12")).toBe("/log/0x12");
  });
});
