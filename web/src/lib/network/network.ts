import { defineChain, type Address, type Chain, type Hex } from "viem";
import { getAddress, isAddress } from "viem/utils";
import * as z from "zod/mini";
import { m } from "#messages";

/** A wallet of the local demo, its key public knowledge. */
export type DemoWallet = { name: string; role: "patient" | "doctor" | "administrator"; privateKey: Hex };

/** A licence in the local register, for whoever tries what doctors do. */
export type DemoLicence = { authority: string; registrationNumber: string };

/** Where everything is. Read once from `/chartkey.json`, which the host of the page writes. */
export type Network = {
  chain: Chain;
  /** The same as `chain.id`: with the addresses it is what signatures, chart ids and report ids are bound to. */
  chainId: number;
  rpcUrls: readonly string[];
  registry: Address;
  records: Address;
  /** First block worth searching for logs. */
  deployBlock: bigint;
  subgraphUrl: string;
  otpUrl: string;
  gatewayUrls: readonly string[];
  /** A block explorer with Etherscan's paths; null on a local chain, where the page shows raw logs itself. */
  explorerUrl: string | null;
  walletConnectProjectId: string | null;
  /** Only on the local chain, and only when its node is on this machine. */
  local: { inboxUrl: string; demoWallets: readonly DemoWallet[]; demoLicence: DemoLicence } | null;
};

const LOCAL_CHAIN_ID = 1337;

const url = z.string().check(
  z.refine((value) => {
    const parsed = URL.parse(value);
    if (!parsed || parsed.username || parsed.password || parsed.hash) return false;
    return parsed.protocol === "https:" || (parsed.protocol === "http:" && isLoopback(parsed.hostname));
  }, "url"),
);

const address = z.pipe(
  z.string().check(z.refine((value) => isAddress(value), "address")),
  z.transform((value) => getAddress(value)),
);

const shape = z.strictObject({
  chainId: z.int().check(z.positive()),
  chainName: z.string().check(z.minLength(1), z.maxLength(60)),
  rpcUrls: z.array(url).check(z.minLength(1)),
  registry: address,
  records: address,
  deployBlock: z.int().check(z.nonnegative()),
  subgraphUrl: url,
  otpUrl: url,
  gatewayUrls: z.array(url).check(z.minLength(1)),
  explorerUrl: z.nullable(url),
  walletConnectProjectId: z.nullable(z.string().check(z.regex(/^[0-9a-f]{32}$/, "must be 32 hexadecimal digits"))),
  local: z.nullable(
    z.strictObject({
      inboxUrl: url,
      demoWallets: z.array(
        z.strictObject({
          name: z.string().check(z.minLength(1), z.maxLength(60)),
          role: z.enum(["patient", "doctor", "administrator"]),
          privateKey: z.templateLiteral([z.literal("0x"), z.string().check(z.regex(/^[0-9a-fA-F]{64}$/))]),
        }),
      ),
      demoLicence: z.strictObject({
        authority: z.string().check(z.minLength(1), z.maxLength(60)),
        registrationNumber: z.string().check(z.minLength(1), z.maxLength(60)),
      }),
    }),
  ),
});

/** Checks a configuration and refuses what it does not know. Throws `NetworkConfigurationError` naming the field. */
export function parseNetwork(json: unknown): Network {
  const parsed = shape.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new NetworkConfigurationError(issue?.path.join(".") ?? "", problemOf(issue));
  }

  const { chainId, chainName, rpcUrls, deployBlock, local, ...rest } = parsed.data;
  const isLocal = chainId === LOCAL_CHAIN_ID && rpcUrls.every((rpc) => isLoopback(new URL(rpc).hostname));
  if (local && !isLocal) {
    throw new NetworkConfigurationError("local", ({ where }) =>
      m.flows_network_not_local({ where, chain: LOCAL_CHAIN_ID }),
    );
  }

  const chain = defineChain({
    id: chainId,
    name: chainName,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: rpcUrls } },
    ...(rest.explorerUrl && { blockExplorers: { default: { name: "Explorer", url: rest.explorerUrl } } }),
  });
  return { chain, chainId, rpcUrls, deployBlock: BigInt(deployBlock), local, ...rest };
}

/** Fetches and checks `/chartkey.json` from the page's own origin. */
export async function loadNetwork(fetch: typeof globalThis.fetch): Promise<Network> {
  const response = await fetch("/chartkey.json", { cache: "no-cache" }).catch(() => null);
  if (!response?.ok) throw new NetworkConfigurationError("", m.flows_network_not_fetched);
  const json: unknown = await response.json().catch(() => null);
  return parseNetwork(json);
}

/** What is wrong, said of where it is. */
type Problem = (inputs: { where: string }) => string;

function problemOf(issue: z.core.$ZodIssue | undefined): Problem {
  if (issue?.code === "unrecognized_keys") {
    const fields = issue.keys.join(", ");
    return ({ where }) => m.flows_network_unknown_field({ where, fields });
  }
  if (issue?.code === "custom")
    return issue.message === "url" ? m.flows_network_not_https : m.flows_network_not_address;
  return m.flows_network_malformed;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
}

/** `/chartkey.json` is missing or wrong, so the page knows no network. */
export class NetworkConfigurationError extends Error {
  override name = "NetworkConfigurationError";
  readonly field: string;

  constructor(field: string, problem: Problem) {
    super(
      problem({
        where: field === "" ? m.flows_network_configuration() : m.flows_network_configuration_field({ field }),
      }),
    );
    this.field = field;
  }
}
