import { registryAbi } from "@chartkey/protocol/generated/registry";
import { doctorAttestation } from "@chartkey/protocol/typed-data";
import { createWalletClient, http, type Address, type LocalAccount } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { localhost } from "viem/chains";
import { fund, publicClient, stack } from "./stack.ts";

/** A new doctor whom `verifier` verified for so many seconds, under a licence of no register. */
export async function attested(
  verifier: LocalAccount,
  professionalName: string,
  seconds: bigint,
  doctor: LocalAccount = privateKeyToAccount(generatePrivateKey()),
): Promise<Address> {
  await fund(doctor.address);
  const { timestamp } = await publicClient.getBlock();
  const attestation = {
    subject: doctor.address,
    licenceTag: generatePrivateKey(),
    professionalName,
    specialty: "General practice",
    validUntil: timestamp + seconds,
    issuedAt: timestamp,
  };
  const signature = await verifier.signTypedData!(doctorAttestation(stack, attestation));
  const chain = { ...localhost, id: stack.chainId };
  const wallet = createWalletClient({ account: doctor, chain, transport: http(stack.rpcUrl) });
  const hash = await wallet.writeContract({
    address: stack.registry,
    abi: registryAbi,
    functionName: "submitAttestation",
    args: [attestation, signature],
  });
  await publicClient.waitForTransactionReceipt({ hash });
  return doctor.address;
}
