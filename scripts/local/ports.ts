import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** One port for each part that listens. */
export interface Ports {
  readonly web: number;
  readonly chain: number;
  readonly graphNode: number;
  readonly graphNodeAdmin: number;
  readonly graphNodeIndex: number;
  readonly graphNodeMetrics: number;
  readonly blobStore: number;
  readonly otpWorker: number;
  readonly smsInbox: number;
  readonly postgres: number;
}

/** No part listens there: whoever holds this port has claimed those of the same offset. */
const CLAIM = 8050;

/** Leads from the highest of our ports, 8790, to the highest there is. */
const LARGEST_OFFSET = 65_535 - 8790;

/**
 * @param offset Added to every port, so that several stacks can run side by side.
 * @throws InvalidPortOffsetError unless it is a whole number that leads to ports.
 */
export function portsAt(offset: number): Ports {
  if (!Number.isInteger(offset) || offset < 0 || offset > LARGEST_OFFSET) throw new InvalidPortOffsetError();
  return {
    web: 3000 + offset,
    chain: 8545 + offset,
    graphNode: 8000 + offset,
    graphNodeAdmin: 8020 + offset,
    graphNodeIndex: 8030 + offset,
    graphNodeMetrics: 8040 + offset,
    blobStore: 8080 + offset,
    otpWorker: 8787 + offset,
    smsInbox: 8790 + offset,
    postgres: 8432 + offset,
  };
}

const partNames: Readonly<Record<keyof Ports, string>> = {
  web: "the web app",
  chain: "the chain",
  graphNode: "graph-node",
  graphNodeAdmin: "graph-node's administration",
  graphNodeIndex: "graph-node's index status",
  graphNodeMetrics: "graph-node's metrics",
  blobStore: "the blob store",
  otpWorker: "the OTP worker",
  smsInbox: "the SMS inbox",
  postgres: "Postgres",
};

/** @throws PortsTakenError naming every port that something else listens on. */
export async function checkPortsFree(ports: Ports): Promise<void> {
  const taken: TakenPort[] = [];
  for (const [part, port] of Object.entries(ports) as [keyof Ports, number][]) {
    // Browsers try "localhost" as ::1 first: another program there would be what people see.
    const hosts = part === "web" ? ["127.0.0.1", "::1"] : part.startsWith("graphNode") ? ["0.0.0.0"] : ["127.0.0.1"];
    for (const host of hosts) {
      if (!(await isTaken(port, host))) continue;
      taken.push({ port, part: partNames[part] });
      break;
    }
  }
  if (taken.length > 0) throw new PortsTakenError(taken);
}

/** The first offset from `start` on, in hundreds, at which every port is free. */
export async function findFreeOffset(start: number): Promise<number> {
  for (let offset = start; ; offset += 100) {
    if (await isFree(offset)) return offset;
  }
}

/** An offset that nobody else can claim until it is released or this process ends, however that comes. */
export interface ClaimedOffset {
  readonly offset: number;
  release(): void;
}

/**
 * The first free offset, as above, for what takes a while until it listens everywhere: whoever claims one meanwhile, in this process
 * or another, is given the next.
 */
export async function claimFreeOffset(start: number): Promise<ClaimedOffset> {
  for (let offset = start; ; offset += 100) {
    const claim = await listen(CLAIM + offset, "127.0.0.1");
    if (claim === "taken") continue;
    claim?.unref();
    const release = (): void => void claim?.close();
    if (await isFree(offset)) return { offset, release };
    release();
  }
}

async function isFree(offset: number): Promise<boolean> {
  try {
    await checkPortsFree(portsAt(offset));
    return true;
  } catch (error) {
    if (error instanceof PortsTakenError) return false;
    throw error;
  }
}

async function isTaken(port: number, host: string): Promise<boolean> {
  const server = await listen(port, host);
  if (server === "taken") return true;
  server?.close();
  return false;
}

/** Null where nothing can listen at all, as on a machine without IPv6, which is no other program. */
async function listen(port: number, host: string): Promise<Server | "taken" | null> {
  const server = createServer();
  try {
    server.listen({ port, host, exclusive: true });
    await once(server, "listening");
    return server;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EADDRINUSE" ? "taken" : null;
  }
}

interface TakenPort {
  readonly port: number;
  readonly part: string;
}

export class PortsTakenError extends Error {
  override name = "PortsTakenError";

  constructor(taken: readonly TakenPort[]) {
    const lines = taken.map(({ port, part }) => `Port ${port}, for ${part}, is in use by another program.`);
    super(
      `${lines.join("\n")}\nNothing was started. Stop that program, or use other ports: ` +
        `CHARTKEY_PORT_OFFSET=100 npm start adds 100 to each.`,
    );
  }
}

export class InvalidPortOffsetError extends Error {
  override name = "InvalidPortOffsetError";

  constructor() {
    super(`CHARTKEY_PORT_OFFSET is a whole number from 0 to ${LARGEST_OFFSET}. Nothing was started.`);
  }
}
