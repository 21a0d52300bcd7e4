import { zeroHash } from "viem";
import type { Actor } from "./actor.ts";
import type { Send } from "./rightful-calls.ts";

/** A call before it is sent: which function of which contract, and with what. */
export type RecordedCall = { contract: "registry" | "records"; functionName: string; args: readonly unknown[] };

/** Notes a call instead of sending it. */
export async function recorded(send: Send): Promise<RecordedCall> {
  const calls: RecordedCall[] = [];
  const noting = (contract: RecordedCall["contract"]) => ({
    write: new Proxy(
      {},
      {
        get:
          (_target, functionName: string) =>
          async (args: readonly unknown[] = []) => {
            calls.push({ contract, functionName, args });
            return zeroHash;
          },
      },
    ),
  });
  await send({ registry: noting("registry"), records: noting("records") } as unknown as Actor);

  const [call] = calls;
  if (call === undefined) throw new Error("Nothing was called.");
  return call;
}

/** Sends a noted call, whatever became of its arguments. */
export function sendRecorded({ contract, functionName, args }: RecordedCall, sender: Actor): Promise<unknown> {
  const write = sender[contract].write as unknown as Record<string, (args: readonly unknown[]) => Promise<unknown>>;
  return write[functionName]!(args);
}
