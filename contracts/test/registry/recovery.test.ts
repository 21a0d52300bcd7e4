import { recoverChart } from "@chartkey/protocol/chart-forms";
import { PAUSER_ROLE } from "@chartkey/protocol/role-id";
import { padHex, zeroAddress, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { DAY, goTo, nextAt, now } from "../support/chain.ts";
import { acceptEverySignature, inTheNameOf } from "../support/contract-accounts.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { location } from "../support/location.ts";
import { recoveryFor, startRecovery } from "../support/recoveries.ts";
import { sign } from "../support/signer.ts";
import { ELSEWHERE, signChanged, signElsewhere, SPOILED } from "../support/spoiled-signatures.ts";
import { world } from "../support/world.ts";

const RECOVERY_DELAY = 3n * DAY;
const RECOVERY_DELAY_AFTER_CANCEL = 14n * DAY;
const NO_CHART = padHex("0x", { size: 20 });

/** The small world, and the recovery of the patient's chart by `newcomer`, as anybody would send it. */
async function recovering() {
  const all = await world();
  const { patient, newcomer, stranger, contracts, chart } = all;
  const recovery = await recoveryFor(chart, newcomer);
  const form = recoverChart(location(contracts.registry), recovery);
  const authoriser = authoriserOf(patient);

  return {
    ...all,
    authoriser,
    form,
    deadline: recovery.deadline,
    authorised: await sign(authoriser, form),
    accepted: await sign(newcomer, form),
    send: (authorised: Hex, accepted: Hex, sender: Pick<typeof stranger, "registry"> = stranger) =>
      sender.registry.write.startRecovery([chart, newcomer.address, recovery.deadline, authorised, accepted]),
  };
}

/** The small world, where a recovery of the patient's chart by `newcomer`, who has a key, was started. */
async function started() {
  const all = await world();
  await all.newcomer.registry.write.publishKey([await keyPublication(all.newcomer)]);
  await startRecovery(all.chart, authoriserOf(all.patient), all.newcomer);
  return { ...all, readyAt: (await now()) + RECOVERY_DELAY };
}

/** The same, when it is due. */
async function due() {
  const all = await started();
  await goTo(all.readyAt);
  return all;
}

describe("starting a recovery", () => {
  describe("given what the authoriser signed", () => {
    for (const [name, change] of Object.entries({
      statement: "I sign in.",
      chart: NO_CHART,
      newHolder: zeroAddress,
      nonce: 1n,
      deadline: 4_000_000_000n,
    })) {
      it(`is refused when it is about another ${name}`, async () => {
        const { authoriser, chart, form, accepted, send } = await recovering();
        const authorised = await signChanged(authoriser, form, { [name]: change });
        await expectRefusal(send(authorised, accepted), "RecoveryNotAuthorised", [chart]);
      });
    }

    for (const [name, where] of Object.entries(ELSEWHERE)) {
      it(`is refused when it is for a registry ${name}`, async () => {
        const { authoriser, chart, form, accepted, send } = await recovering();
        const authorised = await signElsewhere(authoriser, form, where);
        await expectRefusal(send(authorised, accepted), "RecoveryNotAuthorised", [chart]);
      });
    }

    for (const [name, spoil] of Object.entries(SPOILED)) {
      it(`is refused when the signature is ${name}`, async () => {
        const { chart, authorised, accepted, send } = await recovering();
        await expectRefusal(send(spoil(authorised), accepted), "RecoveryNotAuthorised", [chart]);
      });
    }

    for (const name of ["patient", "newcomer", "doctor", "registrar", "admin", "stranger"] as const) {
      it(`is refused when the ${name} signed instead`, async () => {
        const all = await recovering();
        await expectRefusal(all.send(await sign(all[name], all.form), all.accepted), "RecoveryNotAuthorised", [
          all.chart,
        ]);
      });
    }

    it("is refused when another patient's authoriser signed instead", async () => {
      const { otherPatient, chart, form, accepted, send } = await recovering();
      const authorised = await sign(authoriserOf(otherPatient), form);
      await expectRefusal(send(authorised, accepted), "RecoveryNotAuthorised", [chart]);
    });
  });

  describe("given what the new holder signed", () => {
    for (const [name, change] of Object.entries({
      statement: "I sign in.",
      chart: NO_CHART,
      newHolder: zeroAddress,
      nonce: 1n,
      deadline: 4_000_000_000n,
    })) {
      it(`is refused when it is about another ${name}`, async () => {
        const { newcomer, chart, form, authorised, send } = await recovering();
        const accepted = await signChanged(newcomer, form, { [name]: change });
        await expectRefusal(send(authorised, accepted), "RecoveryNotAccepted", [chart, newcomer.address]);
      });
    }

    for (const [name, where] of Object.entries(ELSEWHERE)) {
      it(`is refused when it is for a registry ${name}`, async () => {
        const { newcomer, chart, form, authorised, send } = await recovering();
        const accepted = await signElsewhere(newcomer, form, where);
        await expectRefusal(send(authorised, accepted), "RecoveryNotAccepted", [chart, newcomer.address]);
      });
    }

    for (const [name, spoil] of Object.entries(SPOILED)) {
      it(`is refused when the signature is ${name}`, async () => {
        const { newcomer, chart, authorised, accepted, send } = await recovering();
        await expectRefusal(send(authorised, spoil(accepted)), "RecoveryNotAccepted", [chart, newcomer.address]);
      });
    }

    it("is refused when the authoriser signed instead: nobody becomes a holder unasked", async () => {
      const { newcomer, chart, authorised, send } = await recovering();
      await expectRefusal(send(authorised, authorised), "RecoveryNotAccepted", [chart, newcomer.address]);
    });
  });

  describe("given a new holder", () => {
    it("is refused for nobody", async () => {
      const { stranger, authoriser, chart, form, deadline } = await recovering();
      const authorised = await signChanged(authoriser, form, { newHolder: zeroAddress });
      await expectRefusal(
        stranger.registry.write.startRecovery([chart, zeroAddress, deadline, authorised, "0x"]),
        "RecoveryNotAccepted",
        [chart, zeroAddress],
      );
    });

    for (const name of ["registry", "records"] as const) {
      it(`is refused for the ${name} contract, which accepts nothing`, async () => {
        const { stranger, contracts, authoriser, chart, form, deadline } = await recovering();
        const newHolder = contracts[name];
        const authorised = await signChanged(authoriser, form, { newHolder });
        await expectRefusal(
          stranger.registry.write.startRecovery([chart, newHolder, deadline, authorised, "0x"]),
          "RecoveryNotAccepted",
          [chart, newHolder],
        );
      });
    }

    for (const name of ["otherPatient", "patient"] as const) {
      it(`is refused for the ${name}, who holds a chart`, async () => {
        const all = await world();
        await expectRefusal(startRecovery(all.chart, authoriserOf(all.patient), all[name]), "RecoveryInvalidHolder", [
          all[name].address,
        ]);
      });
    }

    it("is refused for the authoriser itself, which would make two keys one", async () => {
      const { stranger, authoriser, chart, form, deadline } = await recovering();
      const newHolder = authoriser.address;
      const signature = await signChanged(authoriser, form, { newHolder });
      await expectRefusal(
        stranger.registry.write.startRecovery([chart, newHolder, deadline, signature, signature]),
        "RecoveryInvalidHolder",
        [newHolder],
      );
    });

    for (const name of ["admin", "attester", "registrar", "pauser"] as const) {
      it(`is refused for the ${name}, who is administrative`, async () => {
        const all = await world();
        await expectRefusal(startRecovery(all.chart, authoriserOf(all.patient), all[name]), "RolesSeparationOfDuties", [
          all[name].address,
        ]);
      });
    }

    it("accepts a doctor", async () => {
      const { chart, patient, doctor } = await world();
      await startRecovery(chart, authoriserOf(patient), doctor);
      expect((await doctor.registry.read.recoveryOf([chart]))[0]).toBe(doctor.address);
    });

    it("accepts an account that is a contract, when the contract accepts the signature", async () => {
      const { stranger, otherPatient, chart, form, authorised, newcomer, send } = await recovering();
      await acceptEverySignature(newcomer);
      await send(authorised, await sign(otherPatient, form), stranger);
      expect((await newcomer.registry.read.recoveryOf([chart]))[0]).toBe(newcomer.address);
    });
  });

  it("is refused for a chart that does not exist", async () => {
    const { patient, newcomer } = await world();
    const chart = padHex("0xdead", { size: 20 });
    await expectRefusal(startRecovery(chart, authoriserOf(patient), newcomer), "ChartUnknown", [chart]);
  });

  it("is refused for another patient's chart", async () => {
    const { patient, otherPatient, newcomer } = await world();
    const chart = await patient.registry.read.chartOf([otherPatient.address]);
    await expectRefusal(startRecovery(chart, authoriserOf(patient), newcomer), "RecoveryNotAuthorised", [chart]);
  });

  describe("given a deadline", () => {
    it("is refused one second after it", async () => {
      const { deadline, authorised, accepted, send } = await recovering();
      await nextAt(deadline + 1n);
      await expectRefusal(send(authorised, accepted), "SignatureExpired", [deadline]);
    });

    it("succeeds in its last second", async () => {
      const { chart, newcomer, deadline, authorised, accepted, send } = await recovering();
      await nextAt(deadline);
      await send(authorised, accepted);
      expect(await newcomer.registry.read.recoveryOf([chart])).toEqual([
        newcomer.address,
        deadline + RECOVERY_DELAY,
        false,
      ]);
    });
  });

  describe("given who sends it", () => {
    /** The act of the authoriser, whoever sends it. */
    const announced = ({ authoriser, chart, newcomer }: Awaited<ReturnType<typeof recovering>>, at: bigint) => {
      const args = { chart, newHolder: newcomer.address, actor: authoriser.address, readyAt: at + RECOVERY_DELAY };
      return [{ name: "RecoveryStarted", args }];
    };

    it("needs both signatures when it is anybody", async () => {
      const all = await recovering();
      const at = (await now()) + 10n;
      await nextAt(at);
      expect(await eventsOf(all.send(all.authorised, all.accepted))).toEqual(announced(all, at));
    });

    it("needs the authoriser's alone when it is the new holder", async () => {
      const all = await recovering();
      const at = (await now()) + 10n;
      await nextAt(at);
      expect(await eventsOf(all.send(all.authorised, "0x", all.newcomer))).toEqual(announced(all, at));
    });

    it("needs the new holder's alone when it is the authoriser", async () => {
      const all = await recovering();
      const authoriser = await inTheNameOf(all.authoriser.address, all.contracts);
      const at = (await now()) + 10n;
      await nextAt(at);
      expect(await eventsOf(all.send("0x", all.accepted, authoriser))).toEqual(announced(all, at));
    });

    it("needs the authoriser's when it is the holder", async () => {
      const { patient, chart, accepted, send } = await recovering();
      await expectRefusal(send("0x", accepted, patient), "RecoveryNotAuthorised", [chart]);
    });
  });

  it("freezes the chart, and changes nothing else yet", async () => {
    const { patient, newcomer, chart, readyAt } = await started();

    const { read } = patient.registry;
    expect(await read.whoControls([chart])).toEqual([patient.address, 0, true]);
    expect(await read.recoveryOf([chart])).toEqual([newcomer.address, readyAt, false]);
    expect(await read.authoriserOf([chart])).toBe(authoriserOf(patient).address);
    expect(await read.chartOf([newcomer.address])).toBe(NO_CHART);
  });

  it("freezes no other chart", async () => {
    const { patient, otherPatient } = await started();
    const otherChart = await patient.registry.read.chartOf([otherPatient.address]);
    expect(await patient.registry.read.whoControls([otherChart])).toEqual([otherPatient.address, 0, false]);
  });

  it("replaces one that is under way, and waits anew", async () => {
    const { patient, stranger, chart, ...first } = await started();
    await goTo(first.readyAt);
    await startRecovery(chart, authoriserOf(patient), stranger);
    const readyAt = (await now()) + RECOVERY_DELAY;

    expect(await patient.registry.read.recoveryOf([chart])).toEqual([stranger.address, readyAt, false]);
    await nextAt(readyAt - 1n);
    await expectRefusal(stranger.registry.write.completeRecovery([chart]), "RecoveryNotDue", [chart, readyAt]);
  });

  it("ends a proposal of another authoriser", async () => {
    const { patient, newcomer, stranger, chart } = await world();
    await patient.registry.write.proposeAuthoriser([stranger.address]);
    await startRecovery(chart, authoriserOf(patient), newcomer);
    expect(await patient.registry.read.proposedAuthoriserOf([chart])).toEqual([zeroAddress, 0n]);
  });
});

describe("completing a recovery", () => {
  it("is refused when none was started", async () => {
    const { newcomer, chart } = await world();
    await expectRefusal(newcomer.registry.write.completeRecovery([chart]), "RecoveryNotDue", [chart, 0n]);
  });

  it("is refused one second before it is due", async () => {
    const { newcomer, chart, readyAt } = await started();
    await nextAt(readyAt - 1n);
    await expectRefusal(newcomer.registry.write.completeRecovery([chart]), "RecoveryNotDue", [chart, readyAt]);
  });

  it("is refused while the new holder has no key", async () => {
    const { patient, newcomer, chart } = await world();
    await startRecovery(chart, authoriserOf(patient), newcomer);
    await goTo((await now()) + RECOVERY_DELAY);
    await expectRefusal(newcomer.registry.write.completeRecovery([chart]), "KeyMissing", [newcomer.address]);

    await newcomer.registry.write.publishKey([await keyPublication(newcomer)]);
    await newcomer.registry.write.completeRecovery([chart]);
  });

  it("is refused when the new holder opened a chart meanwhile", async () => {
    const { patient, newcomer, chart } = await world();
    await startRecovery(chart, authoriserOf(patient), newcomer);
    await newcomer.registry.write.registerPatient([await keyPublication(newcomer), authoriserOf(newcomer).address]);
    await goTo((await now()) + RECOVERY_DELAY);
    await expectRefusal(newcomer.registry.write.completeRecovery([chart]), "RecoveryInvalidHolder", [newcomer.address]);
  });

  it("is refused when the new holder became administrative meanwhile", async () => {
    const { admin, newcomer, chart } = await due();
    await admin.registry.write.grantRole([PAUSER_ROLE, newcomer.address]);
    await expectRefusal(newcomer.registry.write.completeRecovery([chart]), "RolesSeparationOfDuties", [
      newcomer.address,
    ]);
  });

  it("is refused once it was cancelled", async () => {
    const { patient, newcomer, chart } = await due();
    await patient.registry.write.cancelRecovery();
    await expectRefusal(newcomer.registry.write.completeRecovery([chart]), "RecoveryNotDue", [chart, 0n]);
  });

  it("is refused a second time", async () => {
    const { newcomer, chart } = await due();
    await newcomer.registry.write.completeRecovery([chart]);
    await expectRefusal(newcomer.registry.write.completeRecovery([chart]), "RecoveryNotDue", [chart, 0n]);
  });

  it("succeeds in the second it is due, whoever sends it", async () => {
    const { patient, newcomer, registrar, chart, readyAt } = await started();
    await nextAt(readyAt);
    const events = await eventsOf(registrar.registry.write.completeRecovery([chart]));

    const args = { chart, newHolder: newcomer.address, oldHolder: patient.address, epoch: 1 };
    expect(events).toEqual([{ name: "ChartRecovered", args }]);
    const { read } = patient.registry;
    expect(await read.whoControls([chart])).toEqual([newcomer.address, 1, false]);
    expect(await read.chartOf([newcomer.address])).toBe(chart);
    expect(await read.chartOf([patient.address])).toBe(NO_CHART);
    expect(await read.recoveryOf([chart])).toEqual([zeroAddress, 0n, false]);
    expect(await read.authoriserOf([chart])).toBe(authoriserOf(patient).address);
  });

  it("makes the new holder clinical, and the old one no longer, for the chart's part", async () => {
    const { admin, patient, newcomer, chart } = await due();
    await newcomer.registry.write.completeRecovery([chart]);

    await expectRefusal(admin.registry.write.grantRole([PAUSER_ROLE, newcomer.address]), "RolesSeparationOfDuties", [
      newcomer.address,
    ]);
    await admin.registry.write.grantRole([PAUSER_ROLE, patient.address]);
  });

  it("begins the epoch after the one that cancelling had reached", async () => {
    const { patient, newcomer, chart } = await due();
    await patient.registry.write.cancelSignatures();
    await newcomer.registry.write.completeRecovery([chart]);
    expect(await newcomer.registry.read.whoControls([chart])).toEqual([newcomer.address, 2, false]);
  });

  it("gives the new holder a cancellation of their own", async () => {
    const { patient, newcomer, stranger, chart } = await started();
    await patient.registry.write.cancelRecovery();
    await startRecovery(chart, authoriserOf(patient), newcomer);
    await goTo((await now()) + RECOVERY_DELAY_AFTER_CANCEL);
    await newcomer.registry.write.completeRecovery([chart]);

    await startRecovery(chart, authoriserOf(patient), stranger);
    expect(await newcomer.registry.read.recoveryOf([chart])).toEqual([
      stranger.address,
      (await now()) + RECOVERY_DELAY,
      false,
    ]);
    await newcomer.registry.write.cancelRecovery();
  });
});

describe("cancelling a recovery", () => {
  it("is refused to someone without a chart", async () => {
    const { newcomer } = await started();
    await expectRefusal(newcomer.registry.write.cancelRecovery(), "ChartNotHolder", [newcomer.address]);
  });

  it("is refused when none is under way", async () => {
    const { patient, chart } = await world();
    await expectRefusal(patient.registry.write.cancelRecovery(), "RecoveryNotUnderWay", [chart]);
  });

  it("is refused to another patient, whose chart it is not about", async () => {
    const { otherPatient } = await started();
    const otherChart = await otherPatient.registry.read.chartOf([otherPatient.address]);
    await expectRefusal(otherPatient.registry.write.cancelRecovery(), "RecoveryNotUnderWay", [otherChart]);
  });

  it("is refused when it was cancelled already", async () => {
    const { patient, chart } = await started();
    await patient.registry.write.cancelRecovery();
    await expectRefusal(patient.registry.write.cancelRecovery(), "RecoveryNotUnderWay", [chart]);
  });

  it("is refused a second time, for the next recovery", async () => {
    const { patient, newcomer, chart } = await started();
    await patient.registry.write.cancelRecovery();
    await startRecovery(chart, authoriserOf(patient), newcomer);
    await expectRefusal(patient.registry.write.cancelRecovery(), "RecoveryAlreadyCancelledOnce", [chart]);
  });

  it("is possible as long as it was not completed, and lifts the freeze", async () => {
    const { patient, chart, readyAt } = await started();
    await goTo(readyAt + 100n * DAY);
    const events = await eventsOf(patient.registry.write.cancelRecovery());

    expect(events).toEqual([{ name: "RecoveryCancelled", args: { chart, actor: patient.address } }]);
    expect(await patient.registry.read.whoControls([chart])).toEqual([patient.address, 0, false]);
    expect(await patient.registry.read.recoveryOf([chart])).toEqual([zeroAddress, 0n, true]);
  });

  it("makes the next recovery wait longer, to the second", async () => {
    const { patient, newcomer, chart } = await started();
    await patient.registry.write.cancelRecovery();
    await startRecovery(chart, authoriserOf(patient), newcomer);
    const readyAt = (await now()) + RECOVERY_DELAY_AFTER_CANCEL;

    expect(await patient.registry.read.recoveryOf([chart])).toEqual([newcomer.address, readyAt, true]);
    await nextAt(readyAt - 1n);
    await expectRefusal(newcomer.registry.write.completeRecovery([chart]), "RecoveryNotDue", [chart, readyAt]);
    await nextAt(readyAt);
    await newcomer.registry.write.completeRecovery([chart]);
  });
});

describe("an account that held a chart once", () => {
  it("cannot register again, for its chart has another holder", async () => {
    const { patient, newcomer, chart } = await due();
    await newcomer.registry.write.completeRecovery([chart]);
    const key = await keyPublication(patient, { version: 2 });
    await expectRefusal(
      patient.registry.write.registerPatient([key, authoriserOf(patient).address]),
      "ChartAlreadyRegistered",
      [chart, patient.address],
    );
  });

  it("can hold its chart again, by another recovery", async () => {
    const { patient, newcomer, chart } = await due();
    await newcomer.registry.write.completeRecovery([chart]);
    await startRecovery(chart, authoriserOf(patient), patient);
    await goTo((await now()) + RECOVERY_DELAY);
    await patient.registry.write.completeRecovery([chart]);
    expect(await patient.registry.read.whoControls([chart])).toEqual([patient.address, 2, false]);
  });

  it("can open a chart of its own when it only ever held another's", async () => {
    const { patient, newcomer, stranger, chart } = await due();
    await newcomer.registry.write.completeRecovery([chart]);
    await stranger.registry.write.publishKey([await keyPublication(stranger)]);
    await startRecovery(chart, authoriserOf(patient), stranger);
    await goTo((await now()) + RECOVERY_DELAY);
    await stranger.registry.write.completeRecovery([chart]);

    const key = await keyPublication(newcomer, { version: 2 });
    await newcomer.registry.write.registerPatient([key, authoriserOf(newcomer).address]);
    expect(await newcomer.registry.read.holderOf([chart])).toBe(stranger.address);
    expect(await newcomer.registry.read.chartOf([newcomer.address])).not.toBe(chart);
  });
});
