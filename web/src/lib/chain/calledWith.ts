import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import type { ReportId } from "@chartkey/protocol/report-id";
import { decodeFunctionData, isHex, type AbiParameter, type Address } from "viem";
import type { Call } from "./call.ts";

const abi = [...registryAbi, ...recordsAbi];

/** Which reports and which doctors a call names, each once and in its order. */
export type CalledWith = { reports: readonly ReportId[]; doctors: readonly Address[] };

/** What a call that was kept is about; nothing where this page does not know such a call, as one of another version. */
export function calledWith({ data }: Pick<Call, "data">): CalledWith {
  const found = { reports: new Set<ReportId>(), doctors: new Set<Address>() };
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi, data });
    const called = abi.find((item) => item.type === "function" && item.name === functionName);
    if (called?.type === "function") collect(called.inputs, args, found);
  } catch {
    // Said without names.
  }
  return { reports: [...found.reports], doctors: [...found.doctors] };
}

type Found = { reports: Set<ReportId>; doctors: Set<Address> };

/** Looks through arguments, and through the structs and arrays among them, by the contracts' own names. */
function collect(inputs: readonly AbiParameter[], values: readonly unknown[], found: Found): void {
  for (const [index, input] of inputs.entries()) {
    const all = input.type.endsWith("[]") ? (values[index] as readonly unknown[]) : [values[index]];
    for (const value of all) {
      if ("components" in input) {
        const { components } = input as { components: readonly AbiParameter[] };
        const struct = value as Record<string, unknown>;
        collect(
          components,
          components.map(({ name }) => struct[name ?? ""]),
          found,
        );
      } else if (isHex(value)) {
        if (/^reports?$/.test(input.name ?? "")) found.reports.add(value as ReportId);
        if (/^(grantee|doctor)s?$/.test(input.name ?? "")) found.doctors.add(value);
      }
    }
  }
}
