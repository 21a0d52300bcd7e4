import { createKeyring, type OpenKeyring } from "@chartkey/protocol/keyring";
import type { KeyringContents } from "@chartkey/protocol/keyring-contents";
import { keyBundleOf, bundleDigestOf } from "@chartkey/protocol/bundle";
import { ownKey, signKeyPossession, type VerifiedKey } from "@chartkey/protocol/key-publication";
import { newRecoveryAuthoriser, recoveryAuthoriserAddress } from "@chartkey/protocol/recovery-authoriser";
import { identityOfSeed, newSeed, type Identity } from "@chartkey/protocol/seed";
import { keyBundle } from "@chartkey/protocol/typed-data";
import { newRecoveryCode, recoveryCodeSecret } from "@chartkey/protocol/unlocker-recovery-code";
import {
  encodeWalletUnlocker,
  enrolWallet,
  newWalletUnlocker,
  walletUnlockMessage,
} from "@chartkey/protocol/unlocker-wallet";
import {
  bytesToHex,
  createPublicClient,
  createWalletClient,
  http,
  type Abi,
  type Address,
  type Hex,
  type HDAccount,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { localhost } from "viem/chains";
import { DEMO_MNEMONIC } from "./people.ts";
import type { SeedTarget } from "./seed-target.ts";

const FIRST_VERSION = 1;

/** Somebody of the demo with a wallet. */
export interface Actor {
  readonly account: HDAccount;
  /** Sends a transaction and waits until it is on chain. Throws when it reverts. */
  readonly send: (call: {
    address: Address;
    abi: Abi;
    functionName: string;
    args: readonly unknown[];
  }) => Promise<void>;
}

/** Somebody with keys: a patient or a doctor. */
export interface KeyedActor extends Actor {
  readonly identity: Identity;
  readonly key: VerifiedKey;
  /** Of the key in the keyring that can recover control of a chart. */
  readonly recoveryAuthoriser: Address;
  /** What to publish with `registerPatient` or `publishKey`. */
  readonly publication: {
    version: number;
    bundle: Hex;
    keyring: Hex;
    possession: Hex;
    accountSignature: Hex;
  };
}

export function actor(target: SeedTarget, index: number): Actor {
  const account = mnemonicToAccount(DEMO_MNEMONIC, { addressIndex: index });
  const chain = { ...localhost, id: target.chainId };
  const wallet = createWalletClient({ account, chain, transport: http(target.rpcUrl) });
  const reader = createPublicClient({ chain, transport: http(target.rpcUrl), pollingInterval: 50 });
  return {
    account,
    async send(call) {
      const { request } = await reader.simulateContract({ ...call, account });
      await reader.waitForTransactionReceipt({ hash: await wallet.writeContract(request) });
    },
  };
}

/** Makes keys as the page does: one seed, sealed in a keyring that a recovery code and the wallet's signature open. */
export async function keyedActor(target: SeedTarget, index: number): Promise<KeyedActor> {
  const base = actor(target, index);
  const { account } = base;
  const seed = newSeed();
  const identity = identityOfSeed(seed);
  const bundle = keyBundleOf(identity);
  const statement = { account: account.address, version: FIRST_VERSION };
  const recoveryAuthoriser = newRecoveryAuthoriser();
  const keys = [{ account: account.address, version: FIRST_VERSION, seed }];
  const keyring = await sealedKeyring(target, account, { recoveryAuthoriser, keys });
  return {
    ...base,
    identity,
    key: ownKey(statement, identity),
    recoveryAuthoriser: recoveryAuthoriserAddress(recoveryAuthoriser),
    publication: {
      version: FIRST_VERSION,
      bundle: bytesToHex(bundle),
      keyring: bytesToHex(keyring.sealed),
      possession: signKeyPossession(target, statement, identity),
      accountSignature: await account.signTypedData(
        keyBundle(target, { ...statement, bundleDigest: bundleDigestOf(bundle) }),
      ),
    },
  };
}

async function sealedKeyring(target: SeedTarget, account: HDAccount, contents: KeyringContents): Promise<OpenKeyring> {
  const unlocker = newWalletUnlocker({ account: account.address, origin: target.webOrigin }, new Date());
  const message = walletUnlockMessage(target, unlocker);
  const secret = await enrolWallet(
    target,
    unlocker,
    await account.signMessage({ message }),
    await account.signMessage({ message }),
  );
  const nothing = new Uint8Array(0);
  return createKeyring(
    { location: target, account: account.address },
    {
      contents,
      unlockers: [
        // Nobody writes this one down: demo people unlock with their wallet.
        {
          kind: "recovery-code",
          parameters: nothing,
          secret: recoveryCodeSecret(newRecoveryCode()),
          label: "Recovery code",
        },
        { kind: "wallet", parameters: encodeWalletUnlocker(unlocker), secret, label: "This wallet" },
      ],
    },
  );
}
