import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { simulatedWorld } from "../../../../contracts/test/gas/simulated.ts";
import { compileWallets } from "./compile-wallets.ts";

interface RpcRequest {
  readonly id: number;
  readonly method: string;
  readonly params: unknown[];
}

/**
 * Serves a real EVM as a node does, and prints where. Everybody of `contracts/test/gas/world.ts` may send transactions by
 * `eth_sendTransaction`.
 */
const { provider, world } = await simulatedWorld();
const factory = await world.deploy(world.stranger.address, compileWallets());

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as RpcRequest;
    const send = (answer: object) => response.end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
    response.setHeader("content-type", "application/json");
    provider.request({ method, params }).then(
      (result) => send({ result }),
      ({ message, data }: { message: string; data?: unknown }) => send({ error: { code: -32000, message, data } }),
    );
  });
});
server.listen(0, "127.0.0.1", () => {
  const { contracts, chart } = world;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const served = { url, registry: contracts.registry, records: contracts.records, chart, factory };
  process.stdout.write(`${JSON.stringify(served)}\n`);
});

// Whoever started this is gone, however it ended.
process.stdin.once("end", () => process.exit()).resume();
