import { keyPossession } from "@chartkey/protocol/typed-data";
import { keccak256, size, slice, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { attestationOf, signAttestation } from "../support/attestations.ts";
import { everySignedAct } from "../support/every-signed-act.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { location } from "../support/location.ts";
import { malleate } from "../support/malleate.ts";
import { recorded, sendRecorded } from "../support/recorded-call.ts";
import { refusalOf } from "../support/refusal.ts";
import { CAPSULES, consent, standingConsent } from "../support/reports.ts";
import { signedConsent, signedStandingConsent } from "../support/signed-acts.ts";
import { signedRegistration } from "../support/signed-chart-acts.ts";
import { sign } from "../support/signer.ts";
import { world } from "../support/world.ts";

/** Capsules that a relayer would rather have the doctor open. */
const SWAPPED: Hex = `${slice(CAPSULES, 0, 31)}ff`;

describe("a relayer", () => {
  it("cannot swap the capsules of a consent", async () => {
    const all = await world();
    const granted = await consent(all.report, all.harbourDoctor);
    const signature = await sign(all.patient, (await signedConsent(all, granted)).form);
    const { send } = await signedConsent(all, {
      ...granted,
      shares: [{ report: all.report, counter: 0, capsules: SWAPPED }],
    });
    await expectRefusal(send(signature), "SignatureInvalid", [all.patient.address]);
  });

  it("cannot swap the capsules of a standing consent", async () => {
    const all = await world();
    const granted = await standingConsent(all.chart, all.harbourDoctor);
    const signature = await sign(all.patient, (await signedStandingConsent(all, granted)).form);
    const { send } = await signedStandingConsent(all, { ...granted, capsules: SWAPPED });
    await expectRefusal(send(signature), "SignatureInvalid", [all.patient.address]);
  });

  it("cannot put their own proof of possession into a registration, and so another key than the patient's", async () => {
    const all = await world();
    const { newcomer, stranger, contracts } = all;
    const key = await keyPublication(newcomer);
    const { form, send } = await signedRegistration(all, newcomer, key);
    const signature = await sign(newcomer, form);
    const call = await recorded((sender) => send(signature, sender));
    const statement = { account: newcomer.address, version: 1, bundleDigest: keccak256(key.bundle) };
    const possession = await sign(stranger, keyPossession(location(contracts.registry), statement));
    const swapped = { ...call, args: call.args.with(1, { ...key, possession }) };

    await expectRefusal(sendRecorded(swapped, stranger), "SignatureInvalid", [newcomer.address]);
  });

  for (const { name, signer, act } of everySignedAct) {
    it(`cannot change anything of what was signed ${name}`, async () => {
      const all = await world();
      const { form, send } = await act(all);
      const signature = await sign(signer(all), form);
      const call = await recorded((sender) => send(signature, sender));
      const sender = name === "to replace the recovery key" ? all.patient : all.stranger;

      const changed = changesOf(call.args);
      expect(changed.length).toBeGreaterThan(call.args.length - 1);
      for (const { path, value } of changed) {
        const outcome = await refusalOf(sendRecorded({ ...call, args: value as unknown[] }, sender));
        expect(outcome, `changed: ${path}`).not.toBe("not refused");
      }
      await sendRecorded(call, sender);
    });
  }
});

describe("a signature", () => {
  /** Other bytes that a careless check takes for the same signature. */
  const twins: Record<string, (signature: Hex) => Hex> = {
    "its twin with the high s": malleate,
    "no signature": () => "0x",
    "with a byte more": (signature) => `${signature}00`,
    "with a byte less": (signature) => slice(signature, 0, 64),
    "with 0 or 1 for its last byte": (signature) =>
      `${slice(signature, 0, 64)}${signature.endsWith("1b") ? "00" : "01"}`,
    "all zero": (signature) => `0x${"00".repeat(size(signature))}`,
  };

  for (const { name, signer, act } of everySignedAct) {
    for (const [what, twin] of Object.entries(twins)) {
      it(`${name} has no other form: ${what}`, async () => {
        const all = await world();
        const { form, send } = await act(all);
        const signature = await sign(signer(all), form);
        expect(await refusalOf(send(twin(signature)))).not.toBe("not refused");
        await send(signature);
      });
    }
  }

  for (const [what, twin] of Object.entries(twins)) {
    it(`of an attestation has no other form: ${what}`, async () => {
      const { attester, newcomer } = await world();
      const attestation = await attestationOf(newcomer);
      const signature = twin(await signAttestation(attester, attestation));
      await expectRefusal(
        newcomer.registry.write.submitAttestation([attestation, signature]),
        "AttestationSignerNotAttester",
      );
    });

    it(`of a key has no other form: ${what}`, async () => {
      const { newcomer } = await world();
      const key = await keyPublication(newcomer);
      await expectRefusal(
        newcomer.registry.write.publishKey([{ ...key, accountSignature: twin(key.accountSignature) }]),
        "KeyAccountSignatureInvalid",
      );
      await expectRefusal(
        newcomer.registry.write.publishKey([{ ...key, possession: twin(key.possession) }]),
        "KeyPossessionInvalid",
      );
    });
  }
});

type Changed = { path: string; value: unknown };

/** Every way to change one value in what is sent, wherever it is. */
function changesOf(value: unknown, path = ""): Changed[] {
  if (typeof value === "bigint") return [{ path, value: value + 1n }];
  if (typeof value === "number") return [{ path, value: value + 1 }];
  if (typeof value === "string") return [{ path, value: withOtherEnd(value) }];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      changesOf(item, `${path}.${index}`).map((changed) => ({ ...changed, value: value.with(index, changed.value) })),
    );
  }
  return Object.entries(value as object).flatMap(([name, item]) =>
    changesOf(item, `${path}.${name}`).map((changed) => ({
      ...changed,
      value: { ...(value as object), [name]: changed.value },
    })),
  );
}

/** Lower-case, so that what is an address stays one. */
function withOtherEnd(hex: string): string {
  return hex === "0x" ? "0x01" : hex.slice(0, -1).toLowerCase() + (hex.endsWith("1") ? "2" : "1");
}
