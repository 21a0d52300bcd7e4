import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryDomain } from "@chartkey/protocol/typed-data";
import { concat, encodeFunctionData, hexToBigInt, numberToHex, padHex, slice, zeroAddress, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { DAY, goTo, nextAt, now } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { malleate } from "../support/malleate.ts";
import { startRecovery } from "../support/recoveries.ts";
import { recover } from "../support/recover.ts";
import { consent, standingConsent } from "../support/reports.ts";
import {
  signAndSend,
  signedConsent,
  signedRequest,
  signedStandingConsent,
  signedStop,
  signedStopOfEverything,
  type SignedAct,
} from "../support/signed-acts.ts";
import { sign } from "../support/signer.ts";
import { world, type World } from "../support/world.ts";

type Signable = (all: World, deadline?: bigint) => Promise<SignedAct>;

const GRANTS: Record<string, Signable> = {
  "a signed consent": async (all, deadline) =>
    signedConsent(all, await consent(all.report, all.harbourDoctor), deadline),
  "a signed standing consent": async (all, deadline) =>
    signedStandingConsent(all, await standingConsent(all.chart, all.harbourDoctor), deadline),
};
const STOPS: Record<string, Signable> = {
  "a signed stop": (all, deadline) =>
    signedStop(all, [{ report: all.report, counter: 0 }], all.doctor.address, deadline),
  "a signed stop of everything": (all, deadline) =>
    signedStopOfEverything(all, { chart: all.chart, grantee: all.doctor.address }, deadline),
};
const REQUESTS: Record<string, Signable> = {
  "a signed request": (all, deadline) =>
    signedRequest(all, encodeFunctionData({ abi: recordsAbi, functionName: "eraseReport", args: [all.report] }), {
      deadline,
    }),
};

for (const [name, signable] of Object.entries({ ...GRANTS, ...STOPS, ...REQUESTS })) {
  describe(name, () => {
    const expectInvalid = async (all: World, act: SignedAct, signature: Hex) =>
      expectRefusal(act.send(signature), "SignatureInvalid", [all.patient.address]);

    for (const signer of ["stranger", "harbourDoctor", "doctor", "registrar", "admin", "otherPatient"] as const) {
      it(`is refused with the signature of the ${signer}`, async () => {
        const all = await world();
        const act = await signable(all);
        await expectInvalid(all, act, await sign(all[signer], act.form));
      });
    }

    it("is refused with the signature of another chart's authoriser", async () => {
      const all = await world();
      const act = await signable(all);
      await expectInvalid(all, act, await sign(authoriserOf(all.otherPatient), act.form));
    });

    it("is refused to whoever sends it without a signature, the patient too", async () => {
      const all = await world();
      const act = await signable(all);
      await expectRefusal(act.send("0x", all.patient), "SignatureInvalid", [all.patient.address]);
    });

    for (const [what, change] of Object.entries({
      "another chain": () => ({ chainId: 1 }),
      "another contract": ({ stranger }: World) => ({ verifyingContract: stranger.address }),
      "the registry": ({ contracts }: World) => registryDomain({ chainId: 31337, registry: contracts.registry }),
      "another version": () => ({ version: "2" }),
    })) {
      it(`is refused when it was signed for ${what}`, async () => {
        const all = await world();
        const act = await signable(all);
        const domain = { ...act.form.domain, ...change(all) };
        await expectInvalid(all, act, await sign(all.patient, { ...act.form, domain }));
      });
    }

    it("binds every one of its fields", async () => {
      const all = await world();
      const act = await signable(all);
      for (const message of changesOf(act.form.message)) {
        await expectInvalid(all, act, await sign(all.patient, { ...act.form, message }));
      }
      await act.send(await sign(all.patient, act.form));
    });

    for (const [what, spoil] of Object.entries({
      "whose s is the other, malleable one": malleate,
      "a byte shorter": (signature: Hex) => slice(signature, 0, 64),
      "a byte longer": (signature: Hex) => concat([signature, "0x00"]),
      "with another recovery bit": (signature: Hex) =>
        concat([slice(signature, 0, 64), slice(signature, 64) === "0x1b" ? "0x1c" : "0x1b"]),
      "with a recovery bit that does not exist": (signature: Hex) => concat([slice(signature, 0, 64), "0x1d"]),
      "in the compact form": compacted,
      "of zeros": (): Hex => padHex("0x", { size: 65 }),
    })) {
      it(`is refused with a signature ${what}`, async () => {
        const all = await world();
        const act = await signable(all);
        const signature = await sign(all.patient, act.form);
        await expectInvalid(all, act, spoil(signature));
        await act.send(signature);
      });
    }

    it("is void once the patient cancelled all signatures, and counts when signed under the new epoch", async () => {
      const all = await world();
      const act = await signable(all);
      const signature = await sign(all.patient, act.form);
      await all.patient.registry.write.cancelSignatures();
      await expectInvalid(all, act, signature);

      await signAndSend(await signable(all), all.patient);
    });

    it("is refused under a signature epoch that has not begun", async () => {
      const all = await world();
      const act = await signable(all);
      const message = { ...act.form.message, epoch: 1 };
      await expectInvalid(all, act, await sign(all.patient, { ...act.form, message }));
    });

    it("is void once the chart has a new holder", async () => {
      const all = await world();
      const act = await signable(all, (await now()) + 30n * DAY);
      const signature = await sign(all.patient, act.form);
      await recover(all, all.newcomer);
      await expectRefusal(act.send(signature), "SignatureInvalid", [all.newcomer.address]);
    });

    it("is refused to the former holder, who signs under the new epoch, too", async () => {
      const all = await world();
      await recover(all, all.newcomer);
      const act = await signable(all);
      await expectRefusal(act.send(await sign(all.patient, act.form)), "SignatureInvalid", [all.newcomer.address]);
      await signAndSend(act, all.newcomer);
    });

    it("may be sent in the last second before its deadline, and not later", async () => {
      const all = await world();
      const deadline = (await now()) + 100n;
      const act = await signable(all, deadline);
      const signature = await sign(all.patient, act.form);

      await nextAt(deadline + 1n);
      await expectRefusal(act.send(signature), "SignatureExpired", [deadline]);
      await goTo(deadline - 1n);
      await nextAt(deadline);
      await act.send(signature);
    });

    for (const deadline of [0n, 1n]) {
      it(`is refused with deadline ${deadline}`, async () => {
        const all = await world();
        const act = await signable(all, deadline);
        await expectRefusal(act.send(await sign(all.patient, act.form)), "SignatureExpired", [deadline]);
      });
    }

    it("is refused when somebody prolongs its deadline", async () => {
      const all = await world();
      const deadline = (await now()) + 100n;
      const signature = await sign(all.patient, (await signable(all, deadline)).form);
      await expectInvalid(all, await signable(all, deadline + 1n), signature);
    });

    it("is used once", async () => {
      const all = await world();
      const act = await signable(all);
      const signature = await sign(all.patient, act.form);
      await act.send(signature);
      await expect(act.send(signature)).rejects.toThrow(/StaleCounter|InvalidAccountNonce/);
    });

    for (const sender of ["stranger", "harbourDoctor", "admin", "otherPatient", "patient"] as const) {
      it(`may be sent by the ${sender}, and names the patient as the actor`, async () => {
        const all = await world();
        const [event] = await eventsOf(signAndSend(await signable(all), all.patient, all[sender]));
        expect(event?.args).toMatchObject({ actor: all.patient.address });
      });
    }
  });
}

describe("the domain of all forms", () => {
  it("is what the contract says of itself", async () => {
    const all = await world();
    const [, name, version, chainId, verifyingContract] = await all.stranger.records.read.eip712Domain();
    const { domain } = await GRANTS["a signed consent"]!(all).then(({ form }) => form);
    expect({ name, version, chainId: Number(chainId), verifyingContract }).toEqual(domain);
  });
});

describe("the recovery authoriser's signature", () => {
  for (const [name, signable] of Object.entries({ ...GRANTS, ...REQUESTS })) {
    it(`is not enough for ${name.replace("a signed", "a")}`, async () => {
      const all = await world();
      const act = await signable(all);
      await expectRefusal(act.send(await sign(authoriserOf(all.patient), act.form)), "SignatureInvalid", [
        all.patient.address,
      ]);
    });
  }

  for (const [name, signable] of Object.entries(STOPS)) {
    describe(`of ${name.replace("a signed", "a")}`, () => {
      it("is enough, and names the authoriser as the actor", async () => {
        const all = await world();
        const authoriser = authoriserOf(all.patient);
        const [event] = await eventsOf(signAndSend(await signable(all), authoriser));
        expect(event?.args).toMatchObject({ actor: authoriser.address });
        expect(await all.stranger.records.read.canRead([all.report, all.doctor.address])).toBe(false);
      });

      it("is enough while the chart is frozen and the network paused", async () => {
        const all = await world();
        await startRecovery(all.chart, authoriserOf(all.patient), all.newcomer);
        await all.pauser.registry.write.pause();
        await signAndSend(await signable(all), authoriserOf(all.patient));
        expect(await all.stranger.records.read.canRead([all.report, all.doctor.address])).toBe(false);
      });

      it("is refused malleated", async () => {
        const all = await world();
        const act = await signable(all);
        const signature = malleate(await sign(authoriserOf(all.patient), act.form));
        await expectRefusal(act.send(signature), "SignatureInvalid", [all.patient.address]);
      });

      it("is void once the patient cancelled all signatures", async () => {
        const all = await world();
        const act = await signable(all);
        const signature = await sign(authoriserOf(all.patient), act.form);
        await all.patient.registry.write.cancelSignatures();
        await expectRefusal(act.send(signature), "SignatureInvalid", [all.patient.address]);
      });
    });
  }
});

describe("a form for a chart that does not exist", () => {
  const chart = padHex("0xaa", { size: 20 });
  const report = padHex(chart, { size: 32, dir: "right" });

  it("is nobody's, when it shares a report", async () => {
    const all = await world();
    const act = await signedConsent(all, await consent(report, all.harbourDoctor));
    await expectRefusal(signAndSend(act, all.patient), "SignatureInvalid", [zeroAddress]);
    await expectRefusal(act.send("0x"), "SignatureInvalid", [zeroAddress]);
  });

  it("is nobody's, when it shares everything", async () => {
    const all = await world();
    const act = await signedStandingConsent(all, await standingConsent(chart, all.harbourDoctor));
    await expectRefusal(signAndSend(act, all.patient), "SignatureInvalid", [zeroAddress]);
    await expectRefusal(act.send("0x"), "SignatureInvalid", [zeroAddress]);
  });

  it("is refused, when it stops or requests anything", async () => {
    const all = await world();
    const grantee = all.doctor.address;
    for (const act of [
      await signedStop(all, [{ report, counter: 0 }], grantee),
      await signedStopOfEverything(all, { chart, grantee }),
      await signedRequest(all, encodeFunctionData({ abi: recordsAbi, functionName: "eraseReport", args: [report] }), {
        chart,
      }),
    ]) {
      await expectRefusal(signAndSend(act, all.patient), "ChartUnknown", [chart]);
    }
  });
});

/** The 64 bytes of ERC-2098. */
function compacted(signature: Hex): Hex {
  const parity = slice(signature, 64) === "0x1c" ? 1n << 255n : 0n;
  const s = hexToBigInt(slice(signature, 32, 64));
  return concat([slice(signature, 0, 32), numberToHex(s | parity, { size: 32 })]);
}

/** The same words with one of them changed, in the least way, for each of them; those of a list too. */
function changesOf<words extends Record<string, unknown>>(words: words): words[] {
  return Object.entries(words).flatMap(([name, value]) =>
    othersThan(value).map((other) => ({ ...words, [name]: other })),
  );
}

function othersThan(value: unknown): unknown[] {
  if (typeof value === "bigint") return [value + 1n];
  if (typeof value === "number") return [value + 1];
  if (Array.isArray(value)) {
    const [first, ...rest] = value;
    return [[], [first, ...value], ...changesOf(first).map((other) => [other, ...rest])];
  }
  if (typeof value !== "string") throw new Error(`A form has no ${typeof value}.`);
  if (!value.startsWith("0x")) return [`${value}.`];
  return [`${value.slice(0, -1).toLowerCase()}${value.endsWith("0") ? "1" : "0"}`];
}
