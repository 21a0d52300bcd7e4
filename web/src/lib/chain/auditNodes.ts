import type { AuditNode } from "@chartkey/protocol/audit/audit-node";
import { createClient, http } from "viem";
import type { ChainAccess } from "./chainAccess.ts";

/** The network's nodes, each asked by itself: a check compares what they say, where everything else asks whichever answers. */
export function auditNodes({ network }: ChainAccess): readonly AuditNode[] {
  return network.rpcUrls.map((url): AuditNode => {
    const client = createClient({ transport: http(url, { batch: true, timeout: 60_000 }) });
    return (method, params) => client.request({ method, params } as never);
  });
}
