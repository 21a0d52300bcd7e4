import { NOW, type ChainAccess } from "./chainAccess.ts";

/** What the contracts take for now, in Unix seconds: the clock of the public record, which may differ from the device's. */
export async function recordTime({ client }: ChainAccess): Promise<number> {
  return Number((await client.getBlock(NOW)).timestamp);
}
