import multiSendArtifact from "@safe-global/safe-smart-account/build/artifacts/contracts/libraries/MultiSendCallOnly.sol/MultiSendCallOnly.json" with { type: "json" };
import factoryArtifact from "@safe-global/safe-smart-account/build/artifacts/contracts/proxies/SafeProxyFactory.sol/SafeProxyFactory.json" with { type: "json" };
import safeArtifact from "@safe-global/safe-smart-account/build/artifacts/contracts/Safe.sol/Safe.json" with { type: "json" };
import {
  concat,
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  encodePacked,
  http,
  pad,
  parseAbi,
  size,
  zeroAddress,
  type Address,
  type Hex,
  type TransactionReceipt,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { localhost } from "viem/chains";
import { LOCAL_CHAIN_ID } from "../../local/chain.ts";
import type { TransactionBuilderFile } from "../../../web/src/lib/safe/transactionBuilderFile.ts";

const safeAbi = parseAbi([
  "function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver)",
  "function nonce() view returns (uint256)",
  "function getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 nonce) view returns (bytes32)",
  "function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool)",
]);
const factoryAbi = parseAbi([
  "function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce) returns (address)",
]);
const multiSendAbi = parseAbi(["function multiSend(bytes transactions) payable"]);

/** A step of a batch is called, the batch itself runs in the Safe: `Enum.Operation`. */
const CALL = 0;
const DELEGATE_CALL = 1;
const NO_REFUND = [0n, 0n, 0n, zeroAddress, zeroAddress] as const;

/** A Safe of one owner, by the contracts that Safe publishes. */
export interface DeployedSafe {
  readonly rpcUrl: string;
  readonly address: Address;
  readonly multiSend: Address;
  readonly owner: PrivateKeyAccount;
}

export async function deploySafe(rpcUrl: string, owner: PrivateKeyAccount): Promise<DeployedSafe> {
  const { read, wallet } = clientsOf(rpcUrl, owner);
  const singleton = await deploy(rpcUrl, owner, safeArtifact);
  const factory = await deploy(rpcUrl, owner, factoryArtifact);
  const multiSend = await deploy(rpcUrl, owner, multiSendArtifact);
  const initializer = encodeFunctionData({
    abi: safeAbi,
    functionName: "setup",
    args: [[owner.address], 1n, zeroAddress, "0x", zeroAddress, zeroAddress, 0n, zeroAddress],
  });
  const { request, result } = await read.simulateContract({
    account: owner,
    address: factory,
    abi: factoryAbi,
    functionName: "createProxyWithNonce",
    args: [singleton, initializer, 1n],
  });
  await read.waitForTransactionReceipt({ hash: await wallet.writeContract(request) });
  return { rpcUrl, address: result, multiSend, owner };
}

/** What a Safe is asked for. */
export interface Proposal {
  /** The number by which the Safe knows it. */
  readonly number: Hex;
  /** Has the owner agree and send it. */
  execute(): Promise<TransactionReceipt>;
}

/** Asks a Safe for a call, which it answers with a number; nothing is sent yet. */
export async function propose(
  { rpcUrl, address, owner }: DeployedSafe,
  { to, data, operation = CALL }: { readonly to: Address; readonly data: Hex; readonly operation?: number },
): Promise<Proposal> {
  const { read, wallet } = clientsOf(rpcUrl, owner);
  const contract = { address, abi: safeAbi } as const;
  const nonce = await read.readContract({ ...contract, functionName: "nonce" });
  const call = [to, 0n, data, operation, ...NO_REFUND] as const;
  const number = await read.readContract({
    ...contract,
    functionName: "getTransactionHash",
    args: [...call, nonce],
  });
  return {
    number,
    async execute() {
      // The owner who sends it has agreed by that: a signature of type 1.
      const agreed = concat([pad(owner.address), pad("0x"), "0x01"]);
      const hash = await wallet.writeContract({
        ...contract,
        functionName: "execTransaction",
        args: [...call, agreed],
      });
      return read.waitForTransactionReceipt({ hash });
    },
  };
}

/** Several calls as the one that a Safe makes of them: all or none, in this order. */
export function batchOf(
  { multiSend }: DeployedSafe,
  calls: readonly { readonly to: Address; readonly data: Hex; readonly value?: string }[],
): { to: Address; data: Hex; operation: number } {
  const packed = calls.map(({ to, data, value = "0" }) =>
    encodePacked(
      ["uint8", "address", "uint256", "uint256", "bytes"],
      [CALL, to, BigInt(value), BigInt(size(data)), data],
    ),
  );
  const data = encodeFunctionData({ abi: multiSendAbi, functionName: "multiSend", args: [concat(packed)] });
  return { to: multiSend, data, operation: DELEGATE_CALL };
}

/**
 * Executes a file as the Transaction Builder does after importing it: all of it in one transaction of the Safe.
 *
 * @returns The receipt, and the number by which the Safe knows it.
 */
export async function executeFile(
  safe: DeployedSafe,
  { transactions }: TransactionBuilderFile,
): Promise<{ receipt: TransactionReceipt; number: Hex }> {
  const { number, execute } = await propose(safe, batchOf(safe, transactions));
  return { receipt: await execute(), number };
}

type Artifact = { readonly contractName: string; readonly bytecode: string };

async function deploy(
  rpcUrl: string,
  owner: PrivateKeyAccount,
  { contractName, bytecode }: Artifact,
): Promise<Address> {
  const { read, wallet } = clientsOf(rpcUrl, owner);
  const hash = await wallet.deployContract({ abi: [], bytecode: bytecode as Hex });
  const { contractAddress } = await read.waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error(`${contractName} was not deployed.`);
  return contractAddress;
}

function clientsOf(rpcUrl: string, account: PrivateKeyAccount) {
  const chain = { ...localhost, id: LOCAL_CHAIN_ID };
  const transport = http(rpcUrl);
  return {
    read: createPublicClient({ chain, transport, pollingInterval: 25 }),
    wallet: createWalletClient({ account, chain, transport }),
  };
}
