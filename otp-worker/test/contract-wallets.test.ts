import {
  concatHex,
  decodeAbiParameters,
  encodeAbiParameters,
  encodeFunctionData,
  parseAbi,
  type Address,
  type Hex,
} from "viem";
import { serializeErc6492Signature } from "viem/utils";
import { describe, expect, it } from "vitest";
import { newWallet, signInMessage, solve } from "./support/client.ts";
import { askOnEvm, evm, rpc, transact } from "./support/evm/on-evm.ts";
import { accountOf } from "../../contracts/test/gas/person.ts";

const factoryAbi = parseAbi([
  "function create(address owner) returns (address)",
  "function addressOf(address owner) view returns (address)",
]);

async function addressOfWallet(owner: Address): Promise<Address> {
  const data = encodeFunctionData({ abi: factoryAbi, functionName: "addressOf", args: [owner] });
  const result = (await rpc("eth_call", { to: evm.factory, data }, "latest")) as Hex;
  return decodeAbiParameters([{ type: "address" }], result)[0];
}

function create(owner: Address): Hex {
  return encodeFunctionData({ abi: factoryAbi, functionName: "create", args: [owner] });
}

async function signIn(wallet: Address, sign: (message: string) => Promise<Hex>) {
  const message = await signInMessage({ address: wallet });
  return askOnEvm("/v1/session", { message, signature: await sign(message), altcha: await solve() });
}

describe("a sign-in by a contract wallet, checked by a real EVM", () => {
  it("is taken when the wallet accepts the signature (ERC-1271)", async () => {
    const owner = newWallet();
    const wallet = await addressOfWallet(owner.address);
    await transact({ from: accountOf("stranger").address, to: evm.factory, data: create(owner.address) });
    const { status, body } = await signIn(wallet, (message) => owner.signMessage({ message }));
    expect(status).toBe(201);
    expect(body.account).toBe(wallet);
  });

  it("is refused when the wallet does not", async () => {
    const owner = newWallet();
    const wallet = await addressOfWallet(owner.address);
    await transact({ from: accountOf("stranger").address, to: evm.factory, data: create(owner.address) });
    const { status, body } = await signIn(wallet, (message) => newWallet().signMessage({ message }));
    expect(status).toBe(401);
    expect(body.error).toBe("signature_wrong");
  });

  describe("that is not deployed yet (ERC-6492)", () => {
    const wrapped = (owner: Address, signature: Hex) =>
      serializeErc6492Signature({ address: evm.factory, data: create(owner), signature });

    it("is taken when it would accept the signature, and stays undeployed", async () => {
      const owner = newWallet();
      const wallet = await addressOfWallet(owner.address);
      const sign = async (message: string) => wrapped(owner.address, await owner.signMessage({ message }));
      expect((await signIn(wallet, sign)).status).toBe(201);
      expect(await rpc("eth_getCode", wallet, "latest")).toBe("0x");
    });

    it("is refused when somebody else signed", async () => {
      const owner = newWallet();
      const sign = async (message: string) => wrapped(owner.address, await newWallet().signMessage({ message }));
      expect((await signIn(await addressOfWallet(owner.address), sign)).body.error).toBe("signature_wrong");
    });

    it("is refused when the factory makes another wallet", async () => {
      const [owner, other] = [newWallet(), newWallet()];
      const sign = async (message: string) => wrapped(other.address, await other.signMessage({ message }));
      expect((await signIn(await addressOfWallet(owner.address), sign)).body.error).toBe("signature_wrong");
    });

    it("is refused without a factory", async () => {
      const owner = newWallet();
      const sign = (message: string) => owner.signMessage({ message });
      expect((await signIn(await addressOfWallet(owner.address), sign)).body.error).toBe("signature_wrong");
    });

    it("is refused when what is wrapped is no signature at all", async () => {
      const owner = newWallet();
      const magic: Hex = `0x${"6492".repeat(16)}`;
      const nothing = encodeAbiParameters(
        [{ type: "address" }, { type: "bytes" }, { type: "bytes" }],
        [evm.factory, create(owner.address), "0x"],
      );
      const sign = async () => concatHex([nothing, magic]);
      expect((await signIn(await addressOfWallet(owner.address), sign)).body.error).toBe("signature_wrong");
    });
  });
});
