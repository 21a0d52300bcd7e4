import type { ReportId } from "@chartkey/protocol/report-id";
import { getAddress } from "viem";
import { describe, expect, it } from "vitest";
import type { Network } from "../network/network.ts";
import { recordsCall } from "./call.ts";
import { calledWith } from "./calledWith.ts";

const network = { records: getAddress(`0x${"1".repeat(40)}`) } as Network;
const doctor = getAddress(`0x${"a".repeat(40)}`);
const report = (digit: string) => `0x${digit.repeat(64)}` as ReportId;
const terms = { grantee: doctor, expiry: 2_000_000_000n, purpose: 1, granteeKeyVersion: 1 };
const share = (digit: string) => ({ report: report(digit), counter: 0, capsules: "0x" as const });

describe("what a kept call is about", () => {
  it("is the doctor and the reports of a share, found within what is granted", () => {
    const call = recordsCall(network, "grantConsents", [{ ...terms, shares: [share("3"), share("4")] }]);
    expect(calledWith(call)).toEqual({ reports: [report("3"), report("4")], doctors: [doctor] });
  });

  it("is the doctor and the report of a stop, and the doctor alone where everything is stopped", () => {
    const stop = recordsCall(network, "stopConsent", [report("3"), doctor]);
    expect(calledWith(stop)).toEqual({ reports: [report("3")], doctors: [doctor] });
    const everything = recordsCall(network, "stopEverything", [`0x${"5".repeat(40)}`, doctor]);
    expect(calledWith(everything)).toEqual({ reports: [], doctors: [doctor] });
  });

  it("is nothing that has a name where neither is in it, or this page knows no such call", () => {
    const none = { reports: [], doctors: [] };
    expect(calledWith(recordsCall(network, "publishOwnCapsules", [1, report("6")]))).toEqual(none);
    expect(calledWith({ data: "0xdeadbeef" })).toEqual(none);
  });
});
