import { doctorAttestation, keyBundle, keyPossession } from "@chartkey/protocol/typed-data";
import { keccak256, toHex, type Hex, type TypedDataDefinition } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { attestationOf, signAttestation } from "../support/attestations.ts";
import { DAY, goTo, nextAt, now } from "../support/chain.ts";
import { everySignedAct } from "../support/every-signed-act.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { location } from "../support/location.ts";
import { refusalOf } from "../support/refusal.ts";
import { consent } from "../support/reports.ts";
import { signedConsent } from "../support/signed-acts.ts";
import { sign } from "../support/signer.ts";
import { world, type World } from "../support/world.ts";

/** What says that a signature is not one of the person it had to be of, over what is sent. */
const NOBODYS = ["SignatureInvalid", "RecoveryNotAuthorised", "RecoveryNotAccepted"];
const OTHER_CHAIN = 1;
/** Not the holder's to make void. */
const RECOVERIES = ["to recover a chart", "to take over a recovered chart"];

for (const { name, signer, act } of everySignedAct) {
  describe(`a signature ${name}`, () => {
    const elsewhere: Record<string, (form: TypedDataDefinition, all: World) => TypedDataDefinition> = {
      "for another chain": (form) => ({ ...form, domain: { ...form.domain, chainId: OTHER_CHAIN } }),
      "for another contract": (form, { stranger }) => ({
        ...form,
        domain: { ...form.domain, verifyingContract: stranger.address },
      }),
      "for the other one of the two contracts": (form, { contracts }) => ({
        ...form,
        domain: { ...form.domain, verifyingContract: otherThan(form.domain?.verifyingContract, contracts) },
      }),
      "for another version of the contract": (form) => ({ ...form, domain: { ...form.domain, version: "2" } }),
      "under another sentence": (form) => ({ ...form, message: { ...form.message, statement: "I agree." } }),
    };
    for (const [what, changed] of Object.entries(elsewhere)) {
      it(`is nobody's ${what}`, async () => {
        const all = await world();
        const { form, send } = await act(all);
        expect(NOBODYS).toContain(await refusalOf(send(await sign(signer(all), changed(form, all)))));
      });
    }

    it("is nobody's from another wallet", async () => {
      const all = await world();
      const { form, send } = await act(all);
      expect(NOBODYS).toContain(await refusalOf(send(await sign(all.otherPatient, form))));
    });

    it("is refused after its last second", async () => {
      const all = await world();
      const { form, send } = await act(all);
      const deadline = (form.message as { deadline: bigint }).deadline;
      const signature = await sign(signer(all), form);

      await goTo(deadline);
      await expectRefusal(send(signature), "SignatureExpired", [deadline]);
    });

    it("counts in its last second", async () => {
      const all = await world();
      const { form, send } = await act(all);
      const signature = await sign(signer(all), form);

      await nextAt((form.message as { deadline: bigint }).deadline);
      await send(signature);
    });

    it("counts once", async () => {
      const all = await world();
      const { form, send } = await act(all);
      const signature = await sign(signer(all), form);
      await send(signature);
      expect(await refusalOf(send(signature))).not.toBe("not refused");
    });

    if (name !== "to be registered") {
      it("is nobody's for another chart", async () => {
        const all = await world();
        const { form, send } = await act(all);
        const chart = await all.patient.registry.read.chartOf([all.otherPatient.address]);
        const other = { ...form, message: { ...form.message, chart } };
        expect(NOBODYS).toContain(await refusalOf(send(await sign(signer(all), other))));
      });
    }

    if (name !== "to be registered" && !RECOVERIES.includes(name)) {
      it("is nobody's once the patient cancelled what was signed", async () => {
        const all = await world();
        const { form, send } = await act(all);
        const signature = await sign(signer(all), form);
        await all.patient.registry.write.cancelSignatures();
        expect(NOBODYS).toContain(await refusalOf(send(signature)));
      });
    }
  });
}

describe("a signed consent", () => {
  it("is nobody's for another wallet of the same doctor", async () => {
    const all = await world();
    const granted = await consent(all.report, all.harbourDoctor);
    const signature = await sign(all.patient, (await signedConsent(all, granted)).form);
    const { send } = await signedConsent(all, { ...granted, grantee: all.doctor.address });
    await expectRefusal(send(signature), "SignatureInvalid", [all.patient.address]);
  });

  it("is stale once the consent was decided about", async () => {
    const all = await world();
    const granted = await consent(all.report, all.harbourDoctor);
    const { form, send } = await signedConsent(all, granted);
    const signature = await sign(all.patient, form);
    await all.patient.records.write.grantConsents([granted]);
    await expectRefusal(send(signature), "ConsentStaleCounter", [1, 0]);
  });

  it("is refused when the consent itself would be over, though the signature is not", async () => {
    const all = await world();
    const granted = await consent(all.report, all.harbourDoctor);
    const { form, send } = await signedConsent(all, granted, granted.expiry + DAY);
    const signature = await sign(all.patient, form);
    await goTo(granted.expiry);
    await expectRefusal(send(signature), "ConsentInvalidExpiry", [granted.expiry]);
  });
});

describe("an attestation", () => {
  it("is nobody's for another chain", async () => {
    const { attester, newcomer, contracts } = await world();
    const attestation = await attestationOf(newcomer);
    const form = doctorAttestation({ ...location(contracts.registry), chainId: OTHER_CHAIN }, attestation);
    await expectRefusal(
      newcomer.registry.write.submitAttestation([attestation, await sign(attester, form)]),
      "AttestationSignerNotAttester",
    );
  });

  it("is nobody's for another contract", async () => {
    const { attester, newcomer, contracts } = await world();
    const attestation = await attestationOf(newcomer);
    const form = doctorAttestation(location(contracts.records), attestation);
    await expectRefusal(
      newcomer.registry.write.submitAttestation([attestation, await sign(attester, form)]),
      "AttestationSignerNotAttester",
    );
  });

  it("is refused from another wallet than the one it names", async () => {
    const { attester, newcomer, stranger } = await world();
    const attestation = await attestationOf(newcomer);
    const signature = await signAttestation(attester, attestation);
    await expectRefusal(
      stranger.registry.write.submitAttestation([attestation, signature]),
      "AttestationSubjectMismatch",
      [newcomer.address, stranger.address],
    );
    await expectRefusal(
      stranger.registry.write.submitAttestation([{ ...attestation, subject: stranger.address }, signature]),
      "AttestationSignerNotAttester",
    );
  });

  it("is used once, revoked or not", async () => {
    const { attester, newcomer } = await world();
    const attestation = await attestationOf(newcomer);
    const signature = await signAttestation(attester, attestation);
    const again = () => newcomer.registry.write.submitAttestation([attestation, signature]);
    await again();
    await expectRefusal(again(), "AttestationAlreadyUsed", [newcomer.address, attestation.issuedAt]);

    await attester.registry.write.revokeAttestation([newcomer.address]);
    await expectRefusal(again(), "AttestationAlreadyUsed", [newcomer.address, attestation.issuedAt]);
  });

  it("is used once, also where it only began a replacement", async () => {
    const { attester, doctor, newcomer } = await world();
    const { licenceTag } = await attestationOf(doctor);
    const attestation = await attestationOf(newcomer, { licenceTag });
    const signature = await signAttestation(attester, attestation);
    const again = () => newcomer.registry.write.submitAttestation([attestation, signature]);
    await again();
    await expectRefusal(again(), "AttestationAlreadyUsed", [newcomer.address, attestation.issuedAt]);

    await goTo((await now()) + 7n * DAY);
    await newcomer.registry.write.completeReplacement([attestation]);
    await expectRefusal(newcomer.registry.write.completeReplacement([attestation]), "ReplacementUnknown", [licenceTag]);
  });

  it("is refused an hour after it was signed", async () => {
    const { attester, newcomer } = await world();
    const attestation = await attestationOf(newcomer);
    const signature = await signAttestation(attester, attestation);
    await goTo(attestation.issuedAt + 3_600n);
    await expectRefusal(
      newcomer.registry.write.submitAttestation([attestation, signature]),
      "AttestationOutsideWindow",
      [attestation.issuedAt],
    );
  });

  it("is refused once its attester is none any more", async () => {
    const { admin, attester, newcomer } = await world();
    const attestation = await attestationOf(newcomer);
    const signature = await signAttestation(attester, attestation);
    await admin.registry.write.revokeRole([await admin.registry.read.ATTESTER_ROLE(), attester.address]);
    await expectRefusal(
      newcomer.registry.write.submitAttestation([attestation, signature]),
      "AttestationSignerNotAttester",
      [attester.address],
    );
  });
});

describe("the account's signature of its key", () => {
  const bundle: Hex = "0xb0";
  const statements = {
    "another chain": { chainId: OTHER_CHAIN },
    "another contract": { contract: "records" },
    "another wallet": { account: "stranger" },
    "another version": { version: 2 },
    "another bundle": { bundle: "0xb1" },
  } as const;

  for (const [what, { chainId, contract, account, version, bundle: other }] of Object.entries(statements).map(
    ([name, changes]) => [name, { ...nothing, ...changes }] as const,
  )) {
    it(`is nobody's for ${what}`, async () => {
      const all = await world();
      const { newcomer, contracts } = all;
      const where = { chainId: chainId ?? 31337, registry: contracts[contract ?? "registry"] };
      const form = keyBundle(where, {
        account: all[account ?? "newcomer"].address,
        version: version ?? 1,
        bundleDigest: keccak256(other ?? bundle),
      });
      const key = { ...(await keyPublication(newcomer, { bundle })), accountSignature: await sign(newcomer, form) };
      await expectRefusal(newcomer.registry.write.publishKey([key]), "KeyAccountSignatureInvalid", [newcomer.address]);
    });
  }

  it("is no use for the next version", async () => {
    const { newcomer } = await world();
    const key = await keyPublication(newcomer);
    await newcomer.registry.write.publishKey([key]);
    await expectRefusal(newcomer.registry.write.publishKey([key]), "KeyVersionMismatch", [newcomer.address, 2, 1]);
    await expectRefusal(newcomer.registry.write.publishKey([{ ...key, version: 2 }]), "KeyAccountSignatureInvalid", [
      newcomer.address,
    ]);
  });
});

describe("the proof that somebody holds a key", () => {
  it("stands for another key when it was made for another account, so that readers refuse the bundle", async () => {
    const { newcomer, stranger, contracts } = await world();
    const encryptionKey = keccak256(toHex("the key of a stranger"));
    const stolen = privateKeyToAccount(encryptionKey);
    const statement = { account: stranger.address, version: 1, bundleDigest: keccak256("0xb0") };
    const possession = await stolen.signTypedData(keyPossession(location(contracts.registry), statement));

    await newcomer.registry.write.publishKey([{ ...(await keyPublication(newcomer)), possession }]);
    const [, encryptionAddress] = await newcomer.registry.read.keyOf([newcomer.address]);
    expect(encryptionAddress).not.toBe(stolen.address);
  });
});

const nothing: {
  chainId?: number;
  contract?: "records";
  account?: "stranger";
  version?: number;
  bundle?: Hex;
} = {};

function otherThan(contract: Hex | undefined, { registry, records }: World["contracts"]): Hex {
  return contract === registry ? records : registry;
}
