import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { registrarRole } from "@chartkey/protocol/role-id";
import { decodeFunctionData, encodeFunctionResult, type Hex } from "viem";
import type { TestProject } from "vitest/node";
import { testEnvironment } from "./test-environment.ts";

declare module "vitest" {
  interface ProvidedContext {
    standIn: string;
  }
}

/** What a test sets up: accounts in lower case. A contract wallet accepts exactly one signature. */
export interface StandInWorld {
  chartHolders: string[];
  doctors: string[];
  contractWallets: { account: string; signature: Hex }[];
  /** Accounts in lower case that are registrars of hospital 1. */
  registrars: string[];
  /** The part of the outside world that answers with 503. */
  down: ("twilio" | "pinata" | "rpc")[];
  /** Milliseconds before Twilio's answer. */
  twilioDelay: number;
  /** How Twilio answers the next requests, one by one: too many at the moment, or it takes the message and hangs up. */
  twilioFaults: ("busy" | "hangs-up")[];
  /** Files that the store holds. */
  pins: Pin[];
}

export interface Pin {
  id: string;
  cid: string;
  keyvalues: Record<string, string>;
  /** Base64. */
  blob?: string;
}

export interface ReceivedMessage {
  to: string;
  body: string;
  fields: Record<string, string>;
}

/** What the stand-in was asked to sign, and with which credentials. */
export interface SignRequest {
  authorization: string | undefined;
  body: Record<string, unknown>;
}

/**
 * The outside world on one port: Twilio's messages and verifications, Pinata's signed uploads its files, and an Ethereum node that knows four calls, each
 * in its real shape. Tests set it up through `/world` and look at `/messages` and `/signed`.
 */
export default async function standIn(project: TestProject) {
  const messages: ReceivedMessage[] = [];
  const signed: SignRequest[] = [];
  const world: StandInWorld = {
    chartHolders: [],
    doctors: [],
    contractWallets: [],
    registrars: [],
    down: [],
    twilioDelay: 0,
    twilioFaults: [],
    pins: [],
  };

  const server = createServer(async (request, response) => {
    const text = await readText(request);
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://stand-in");
    if (pathname === "/world") return send(200, Object.assign(world, JSON.parse(text)));
    if (pathname === "/messages") return send(200, messages);
    if (pathname === "/pins") return send(200, world.pins);
    if (pathname === "/signed") return send(200, signed);
    if (pathname === "/rpc")
      return world.down.includes("rpc") ? send(503, {}) : send(200, answerRpc(JSON.parse(text), world));
    if (pathname === "/v3/files/sign") {
      if (world.down.includes("pinata")) return send(400, { error: "down" });
      signed.push({ authorization: request.headers.authorization, body: JSON.parse(text) });
      return send(200, { data: `https://uploads.example/v3/files/${signed.length}?X-Signature=s` });
    }
    if (pathname.startsWith("/v3/files/public")) {
      if (world.down.includes("pinata")) return send(503, { error: "down" });
      if (request.headers.authorization !== `Bearer ${testEnvironment("").PINATA_JWT}`) return send(401, {});
      return send(200, { data: pinned(world, request.method ?? "", pathname, searchParams.get("cid")) });
    }
    const blob = world.pins.find(({ cid }) => pathname === `/ipfs/${cid}`)?.blob;
    if (blob !== undefined) {
      return response.writeHead(200, { "content-type": "application/vnd.ipld.raw" }).end(Buffer.from(blob, "base64"));
    }
    const path = MESSAGES.exec(pathname) ?? VERIFICATIONS.exec(pathname);
    if (request.method === "POST" && path) {
      const fields = Object.fromEntries(new URLSearchParams(text));
      const fault = world.twilioFaults.shift();
      if (fault === "busy") return send(429, { code: 20429, message: "Too Many Requests", status: 429 });
      if (world.twilioDelay) await new Promise((resolve) => setTimeout(resolve, world.twilioDelay));
      if (world.down.includes("twilio")) {
        return send(400, { code: 21211, message: `Invalid 'To' number ${fields["To"]}`, status: 400 });
      }
      if (!request.headers.authorization?.startsWith("Basic "))
        return send(401, { code: 20003, message: "Authenticate" });
      messages.push({ to: fields["To"] ?? "", body: fields["Body"] ?? fields["CustomCode"] ?? "", fields });
      if (fault === "hangs-up") return request.socket.destroy();
      return send(201, { sid: `SM${"0".repeat(32)}`, status: "queued", date_created: null });
    }
    send(404, {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  project.provide("standIn", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () => new Promise<unknown>((resolve) => server.close(resolve));
}

const MESSAGES = /^\/2010-04-01\/Accounts\/AC[0-9a-f]{32}\/Messages\.json$/;
const VERIFICATIONS = /^\/v2\/Services\/VA[0-9a-f]{32}\/Verifications$/;

/** Pinata's list of files, and removing one of them. */
function pinned(world: StandInWorld, method: string, pathname: string, cid: string | null) {
  if (method === "GET") return { files: world.pins.filter((pin) => pin.cid === cid), next_page_token: "" };
  world.pins = world.pins.filter(({ id }) => id !== pathname.split("/").at(-1));
  return null;
}

type RpcRequest = { id: number; method: string; params: [{ to?: string; data: Hex }] };

function answerRpc(request: RpcRequest | RpcRequest[], world: StandInWorld): unknown {
  if (Array.isArray(request)) return request.map((each) => answerRpc(each, world));
  const { id, method, params } = request;
  if (method === "eth_chainId") return { jsonrpc: "2.0", id, result: "0x539" };
  if (method !== "eth_call") return { jsonrpc: "2.0", id, error: { code: -32601, message: "unknown method" } };
  const [{ to, data }] = params;
  return { jsonrpc: "2.0", id, result: to ? callRegistry(data, world) : validateSignature(data, world) };
}

function callRegistry(data: Hex, { chartHolders, doctors, registrars }: StandInWorld): Hex {
  const { functionName, args } = decodeFunctionData({ abi: registryAbi, data });
  if (functionName === "hasRole") {
    const isRegistrar = args[0] === registrarRole(1) && registrars.includes(args[1].toLowerCase());
    return encodeFunctionResult({ abi: registryAbi, functionName, result: isRegistrar });
  }
  const account = String(args?.[0]).toLowerCase();
  if (functionName === "chartOf") {
    const chart = chartHolders.includes(account) ? (account as Hex) : (`0x${"0".repeat(40)}` as const);
    return encodeFunctionResult({ abi: registryAbi, functionName, result: chart });
  }
  return encodeFunctionResult({ abi: registryAbi, functionName: "isActiveDoctor", result: doctors.includes(account) });
}

/** viem has a signature checked by code that it sends along; its arguments end the data. */
function validateSignature(data: Hex, { contractWallets }: StandInWorld): Hex {
  const isValid = contractWallets.some(
    ({ account, signature }) => data.includes(account.slice(2)) && data.includes(signature.slice(2)),
  );
  return isValid ? "0x01" : "0x00";
}

async function readText(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
