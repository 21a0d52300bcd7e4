import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Hex, SignableMessage } from "viem";

/**
 * A valid EIP-191 signature, another one each time, as by wallets that add randomness of their own. In a thread of its own, because
 * viem knows this only as a setting for everyone who signs.
 */
export async function signRandomly(privateKey: Hex, message: SignableMessage): Promise<Hex> {
  const worker = new Worker(
    `const { parentPort, workerData } = require("node:worker_threads");
    import("viem/accounts").then(async ({ privateKeyToAccount, setSignEntropy }) => {
      setSignEntropy(true);
      parentPort.postMessage(await privateKeyToAccount(workerData.privateKey).signMessage(workerData));
    });`,
    { eval: true, workerData: { privateKey, message } },
  );
  const [signature] = (await once(worker, "message")) as [Hex];
  await worker.terminate();
  return signature;
}
