import { registerPatient } from "@chartkey/protocol/chart-forms";
import { chartIdOf } from "@chartkey/protocol/chart";
import { keccak256, zeroAddress, type Address, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { nextAt } from "../support/chain.ts";
import { acceptEverySignature, acceptNoSignature } from "../support/contract-accounts.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { location } from "../support/location.ts";
import { recover } from "../support/recover.ts";
import { register, registrationOf } from "../support/registrations.ts";
import { sign } from "../support/signer.ts";
import { ELSEWHERE, signChanged, signElsewhere, SPOILED } from "../support/spoiled-signatures.ts";
import { world } from "../support/world.ts";

/** The small world, and the registration of its newcomer as anybody would send it. */
async function registering() {
  const all = await world();
  const { newcomer, stranger, contracts } = all;
  const key = await keyPublication(newcomer);
  const registration = await registrationOf(newcomer, key);
  const { recoveryKey: authoriser, deadline } = registration;
  const form = registerPatient(location(contracts.registry), registration);

  return {
    ...all,
    chart: chartIdOf(location(contracts.registry), newcomer.address),
    key,
    authoriser,
    deadline,
    form,
    signature: await sign(newcomer, form),
    send: (signature: Hex, sender = stranger) =>
      sender.registry.write.registerPatientFor([newcomer.address, key, authoriser, deadline, signature]),
  };
}

describe("registering a patient who signed", () => {
  for (const [name, change] of Object.entries({
    statement: "I sign in.",
    patient: zeroAddress,
    recoveryKey: zeroAddress,
    keyVersion: 2,
    bundleDigest: keccak256("0xb1"),
    keyringDigest: keccak256("0xb1"),
    possessionDigest: keccak256("0xb1"),
    deadline: 4_000_000_000n,
  })) {
    it(`is refused when they signed another ${name}`, async () => {
      const { newcomer, form, send } = await registering();
      const signature = await signChanged(newcomer, form, { [name]: change });
      await expectRefusal(send(signature), "SignatureInvalid", [newcomer.address]);
    });
  }

  for (const [name, where] of Object.entries(ELSEWHERE)) {
    it(`is refused when they signed it for a registry ${name}`, async () => {
      const { newcomer, form, send } = await registering();
      await expectRefusal(send(await signElsewhere(newcomer, form, where)), "SignatureInvalid", [newcomer.address]);
    });
  }

  for (const [name, spoil] of Object.entries(SPOILED)) {
    it(`is refused when the signature is ${name}`, async () => {
      const { newcomer, signature, send } = await registering();
      await expectRefusal(send(spoil(signature)), "SignatureInvalid", [newcomer.address]);
    });
  }

  for (const name of ["stranger", "admin", "registrar", "patient"] as const) {
    it(`is refused when the ${name} signed`, async () => {
      const all = await registering();
      await expectRefusal(all.send(await sign(all[name], all.form)), "SignatureInvalid", [all.newcomer.address]);
    });
  }

  it("is refused when the recovery authoriser signed", async () => {
    const { newcomer, form, send } = await registering();
    const signature = await sign(authoriserOf(newcomer), form);
    await expectRefusal(send(signature), "SignatureInvalid", [newcomer.address]);
  });

  it("is refused when they signed the key alone", async () => {
    const { newcomer, key, send } = await registering();
    await expectRefusal(send(key.accountSignature), "SignatureInvalid", [newcomer.address]);
  });

  for (const name of ["registry", "records"] as const) {
    it(`is refused for the ${name} contract`, async () => {
      const { stranger, contracts, key, authoriser, deadline, signature } = await registering();
      await expectRefusal(
        stranger.registry.write.registerPatientFor([contracts[name], key, authoriser, deadline, signature]),
        "SignatureInvalid",
        [contracts[name]],
      );
    });
  }

  it("is refused for nobody, though that is whom a malformed signature seems to be of", async () => {
    const { stranger, key, authoriser, deadline } = await registering();
    await expectRefusal(
      stranger.registry.write.registerPatientFor([zeroAddress, key, authoriser, deadline, "0x"]),
      "SignatureInvalid",
      [zeroAddress],
    );
  });

  describe("given a deadline", () => {
    it("is refused one second after it", async () => {
      const { deadline, signature, send } = await registering();
      await nextAt(deadline + 1n);
      await expectRefusal(send(signature), "SignatureExpired", [deadline]);
    });

    it("succeeds in its last second", async () => {
      const { newcomer, chart, deadline, signature, send } = await registering();
      await nextAt(deadline);
      await send(signature);
      expect(await newcomer.registry.read.holderOf([chart])).toBe(newcomer.address);
    });
  });

  it("is refused a second time", async () => {
    const { newcomer, chart, signature, send } = await registering();
    await send(signature);
    await expectRefusal(send(signature), "ChartAlreadyRegistered", [chart, newcomer.address]);
  });

  it("is done as signed, whoever copies it and is first", async () => {
    const { newcomer, otherPatient, chart, signature, send } = await registering();
    await send(signature, otherPatient);
    expect(await newcomer.registry.read.chartOf([newcomer.address])).toBe(chart);
    expect(await newcomer.registry.read.authoriserOf([chart])).toBe(authoriserOf(newcomer).address);
  });

  it("is refused again after the chart went to another account, which stays its holder", async () => {
    const all = await registering();
    const { newcomer, stranger, chart } = all;
    await all.send(all.signature);
    await recover({ ...all, patient: newcomer }, stranger);

    const key = await keyPublication(newcomer, { version: 2 });
    await expectRefusal(register(stranger, newcomer, key), "ChartAlreadyRegistered", [chart, newcomer.address]);
    expect(await stranger.registry.read.holderOf([chart])).toBe(stranger.address);
  });

  for (const name of ["admin", "attester", "registrar", "pauser"] as const) {
    it(`is refused for the ${name}, who is administrative`, async () => {
      const all = await world();
      const key = await keyPublication(all[name]);
      await expectRefusal(register(all.stranger, all[name], key), "RolesSeparationOfDuties", [all[name].address]);
    });
  }

  it("is refused for someone who holds a chart", async () => {
    const { patient, stranger, chart } = await world();
    const key = await keyPublication(patient, { version: 2 });
    await expectRefusal(register(stranger, patient, key), "ChartAlreadyRegistered", [chart, patient.address]);
  });

  it("is refused with another account's key, though they signed it", async () => {
    const { newcomer, stranger } = await world();
    const key = await keyPublication(stranger);
    await expectRefusal(register(stranger, newcomer, key), "KeyAccountSignatureInvalid", [newcomer.address]);
  });

  for (const [name, authoriserFor] of Object.entries({
    nobody: () => zeroAddress,
    "their own account": (patient: Address) => patient,
  })) {
    it(`is refused with ${name} as the authoriser, though they signed it`, async () => {
      const { newcomer, stranger } = await world();
      const authoriser = authoriserFor(newcomer.address);
      const key = await keyPublication(newcomer);
      await expectRefusal(register(stranger, newcomer, key, authoriser), "RecoveryInvalidAuthoriser", [authoriser]);
    });
  }

  it("may be sent by anyone, a registrar too, who does not appear in it", async () => {
    const { registrar, signature, send } = await registering();
    const events = await eventsOf(send(signature, registrar));

    expect(events.map(({ name }) => name)).toEqual(["PatientRegistered", "KeyPublished"]);
    expect(JSON.stringify(events)).not.toContain(registrar.address);
  });

  describe("given a patient whose account is a contract", () => {
    it("is refused when the contract does not accept the signature", async () => {
      const { newcomer, stranger, form, send } = await registering();
      await acceptNoSignature(newcomer);
      await expectRefusal(send(await sign(stranger, form)), "SignatureInvalid", [newcomer.address]);
    });

    it("succeeds when the contract accepts the signatures, whoever made them", async () => {
      const { newcomer, stranger, key, authoriser, deadline, form, chart } = await registering();
      await acceptEverySignature(newcomer);
      const { accountSignature } = await keyPublication(stranger);
      await stranger.registry.write.registerPatientFor([
        newcomer.address,
        { ...key, accountSignature },
        authoriser,
        deadline,
        await sign(stranger, form),
      ]);
      expect(await newcomer.registry.read.holderOf([chart])).toBe(newcomer.address);
    });

    it("succeeds when the account signed with its own key, as one that delegated to a contract does", async () => {
      const { newcomer, chart, signature, send } = await registering();
      await acceptNoSignature(newcomer);
      await send(signature);
      expect(await newcomer.registry.read.holderOf([chart])).toBe(newcomer.address);
    });
  });
});
