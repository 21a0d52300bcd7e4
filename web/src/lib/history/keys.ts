import type { PublishedKey } from "@chartkey/protocol/key-publication";
import { concat, getAddress, numberToHex, type Address } from "viem";
import { registryLogs } from "../chain/logs.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";

const keyQuery = graphql(`
  query Key($id: ID!, $block: Block_height!) {
    key(id: $id, block: $block) {
      encryptionAddress
      bundle
      keyring
      possession
      accountSignature
    }
  }
`);

/** One key version of an account as published; null when there is none. */
export function readKey(history: History, account: Address, version: number): Promise<PublishedKey | null> {
  return history.read(
    async (ask) => {
      const id = concat([account, numberToHex(version, { size: 4 })]).toLowerCase();
      const { key } = await ask(keyQuery, { id });
      return key && { ...key, account, version, encryptionAddress: getAddress(key.encryptionAddress) };
    },
    async () => {
      const log = (await registryLogs(history.chain, "KeyPublished", { account, version })).at(-1);
      return log ? log.args : null;
    },
  );
}
