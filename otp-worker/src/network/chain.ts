import { registryAbi } from "@chartkey/protocol/generated/registry";
import { registrarRole } from "@chartkey/protocol/role-id";
import { createClient, http, type Address, type Client, type Hex, type Transport } from "viem";
import { getChainId, readContract, verifyMessage } from "viem/actions";
import type { Configuration } from "../configuration/read-configuration.ts";
import { describeError, logError } from "../log.ts";
import { Refusal } from "../refusal.ts";

/** Milliseconds to wait for the node, for each of two attempts. */
const TIMEOUT = 5_000;

type Chain = Configuration["chain"];

/**
 * Whether `account` signed `message` (EIP-191). Asks the chain only when the account's own key did not sign: then it may be a
 * contract (ERC-1271), deployed or not yet (ERC-6492).
 */
export function isSignedBy(
  chain: Chain,
  signed: { account: Address; message: string; signature: Hex },
): Promise<boolean> {
  const { account, message, signature } = signed;
  return askChain(chain, async (client) => {
    if (await verifyMessage(client, { address: account, message, signature, mode: "eoa" })) return true;
    // viem takes a node that does not answer for a signature that is wrong: see whether it answers.
    await getChainId(client);
    return false;
  });
}

/** What the Registry says about an account. */
export function standingOf(chain: Chain, account: Address): Promise<{ holdsChart: boolean; isActiveDoctor: boolean }> {
  const registry = { address: chain.registry, abi: registryAbi, args: [account] } as const;
  return askChain(chain, async (client) => {
    const [chart, isActiveDoctor] = await Promise.all([
      readContract(client, { ...registry, functionName: "chartOf" }),
      readContract(client, { ...registry, functionName: "isActiveDoctor" }),
    ]);
    return { holdsChart: BigInt(chart) !== 0n, isActiveDoctor };
  });
}

/** The chart that an account holds; null when it holds none. */
export function chartOf({ registry: address, ...chain }: Chain, account: Address): Promise<Address | null> {
  return askChain(chain, async (client) => {
    const chart = await readContract(client, { address, abi: registryAbi, functionName: "chartOf", args: [account] });
    return BigInt(chart) === 0n ? null : chart;
  });
}

/** Whether an account may act for a hospital now. */
export function isRegistrar(chain: Chain, account: Address, hospital: number): Promise<boolean> {
  const { registry: address } = chain;
  const args = [registrarRole(hospital), account] as const;
  return askChain(chain, (client) =>
    readContract(client, { address, abi: registryAbi, functionName: "hasRole", args }),
  );
}

/**
 * Asks a node.
 *
 * @throws {Refusal} `chain_unavailable`
 */
export async function askChain<Answer>(
  { rpcUrl }: Pick<Chain, "rpcUrl">,
  question: (client: Client<Transport>) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await question(createClient({ transport: http(rpcUrl, { timeout: TIMEOUT, retryCount: 1 }) }));
  } catch (error) {
    logError("chain_unavailable", describeError(error));
    throw new Refusal(
      503,
      "chain_unavailable",
      "The network could not be asked just now. Nothing was changed. Wait a moment and try again.",
    );
  }
}
