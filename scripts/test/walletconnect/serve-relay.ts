import type { AddressInfo } from "node:net";
import * as ws from "ws";
import { Relay } from "./relay.ts";

// The types at hand are of a version in which it has another name.
const { WebSocketServer } = ws as unknown as { WebSocketServer: typeof ws.Server };

/** A relay that wallets reach on 127.0.0.1. */
export async function serveRelay(): Promise<{ relay: Relay; url: string; stop(): void }> {
  const relay = new Relay();
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", (socket) => {
    const client = relay.connect((text) => socket.send(text));
    socket.on("message", (data: Buffer) => client.receive(data.toString()));
    socket.on("close", () => client.leave());
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    relay,
    url: `ws://127.0.0.1:${port}`,
    stop() {
      server.clients.forEach((socket) => socket.terminate());
      server.close();
    },
  };
}
