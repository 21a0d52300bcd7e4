import type { Call } from "#lib/chain/call.ts";
import { contractName, decodedCall } from "#lib/chain/decoded.ts";
import type { Network } from "#lib/network/network.ts";
import { m } from "#messages";

/** The raw fields of a call as a wallet shows them. */
export function callFields(network: Network, call: Call): { label: string; value: string; code: boolean }[] {
  const decoded = decodedCall(network, call.to, call.data);
  return [
    {
      label: m.routes_call_fields_to(),
      value: `${contractName(network, call.to) ?? m.routes_call_fields_unknown()} ${call.to}`,
      code: true,
    },
    { label: m.routes_call_fields_function(), value: call.functionName, code: true },
    ...(decoded?.values ?? []).map((value) => ({
      label: value.name,
      value: "text" in value ? value.text : "",
      code: value.type !== "string",
    })),
    { label: m.routes_call_fields_data(), value: call.data, code: true },
  ];
}
