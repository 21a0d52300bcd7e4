import { replaceRecoveryKey } from "@chartkey/protocol/chart-forms";
import { padHex, zeroAddress, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { DAY, goTo, nextAt, now } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { location } from "../support/location.ts";
import { replaceAuthoriser, replacementBy, startRecovery } from "../support/recoveries.ts";
import { sign } from "../support/signer.ts";
import { ELSEWHERE, signChanged, signElsewhere, SPOILED } from "../support/spoiled-signatures.ts";
import { world, type World } from "../support/world.ts";

const AUTHORISER_DELAY = 30n * DAY;
const NO_CHART = padHex("0x", { size: 20 });

/** An authoriser that is nobody's yet. */
const nextOf = ({ stranger }: Pick<World, "stranger">) => authoriserOf(stranger);

/** The small world, and the replacement of the authoriser of the patient's chart, as the patient would send it. */
async function replacing() {
  const all = await world();
  const { patient, contracts } = all;
  const present = authoriserOf(patient);
  const next = nextOf(all).address;
  const replacement = await replacementBy(patient, next);
  const form = replaceRecoveryKey(location(contracts.registry), replacement);

  return {
    ...all,
    present,
    next,
    form,
    deadline: replacement.deadline,
    signature: await sign(present, form),
    send: (signature: Hex, sender = patient) =>
      sender.registry.write.replaceAuthoriser([next, replacement.deadline, signature]),
  };
}

describe("replacing the authoriser with the present one's signature", () => {
  for (const name of ["newcomer", "doctor", "registrar", "admin", "stranger"] as const) {
    it(`is refused to the ${name}, who has no chart`, async () => {
      const all = await replacing();
      await expectRefusal(all.send(all.signature, all[name]), "ChartNotHolder", [all[name].address]);
    });
  }

  it("is refused to another patient, whose chart it is not about", async () => {
    const { otherPatient, signature, send } = await replacing();
    const otherChart = await otherPatient.registry.read.chartOf([otherPatient.address]);
    await expectRefusal(send(signature, otherPatient), "RecoveryNotAuthorised", [otherChart]);
  });

  for (const [name, change] of Object.entries({
    statement: "I sign in.",
    chart: NO_CHART,
    newRecoveryKey: zeroAddress,
    epoch: 1,
    deadline: 4_000_000_000n,
  })) {
    it(`is refused when the authoriser signed another ${name}`, async () => {
      const { present, chart, form, send } = await replacing();
      await expectRefusal(send(await signChanged(present, form, { [name]: change })), "RecoveryNotAuthorised", [chart]);
    });
  }

  for (const [name, where] of Object.entries(ELSEWHERE)) {
    it(`is refused when the authoriser signed it for a registry ${name}`, async () => {
      const { present, chart, form, send } = await replacing();
      await expectRefusal(send(await signElsewhere(present, form, where)), "RecoveryNotAuthorised", [chart]);
    });
  }

  for (const [name, spoil] of Object.entries(SPOILED)) {
    it(`is refused when the signature is ${name}`, async () => {
      const { chart, signature, send } = await replacing();
      await expectRefusal(send(spoil(signature)), "RecoveryNotAuthorised", [chart]);
    });
  }

  for (const name of ["patient", "otherPatient", "doctor", "admin", "stranger"] as const) {
    it(`is refused when the ${name} signed instead`, async () => {
      const all = await replacing();
      await expectRefusal(all.send(await sign(all[name], all.form)), "RecoveryNotAuthorised", [all.chart]);
    });
  }

  it("is refused when the next authoriser signed instead", async () => {
    const all = await replacing();
    await expectRefusal(all.send(await sign(nextOf(all), all.form)), "RecoveryNotAuthorised", [all.chart]);
  });

  it("is refused once the patient cancelled what was signed", async () => {
    const { patient, chart, signature, send } = await replacing();
    await patient.registry.write.cancelSignatures();
    await expectRefusal(send(signature), "RecoveryNotAuthorised", [chart]);
  });

  it("is refused a second time: the one who signed is none any more", async () => {
    const { chart, signature, send } = await replacing();
    await send(signature);
    await expectRefusal(send(signature), "RecoveryNotAuthorised", [chart]);
  });

  for (const [name, chosen] of [
    ["nobody", () => zeroAddress],
    ["the patient's own account, which would make two keys one", ({ patient }: World) => patient.address],
  ] as const) {
    it(`is refused for ${name}`, async () => {
      const all = await world();
      const next = chosen(all);
      await expectRefusal(
        replaceAuthoriser(all.patient, authoriserOf(all.patient), next),
        "RecoveryInvalidAuthoriser",
        [next],
      );
    });
  }

  describe("given a deadline", () => {
    it("is refused one second after it", async () => {
      const { deadline, signature, send } = await replacing();
      await nextAt(deadline + 1n);
      await expectRefusal(send(signature), "SignatureExpired", [deadline]);
    });

    it("succeeds in its last second", async () => {
      const { patient, chart, next, deadline, signature, send } = await replacing();
      await nextAt(deadline);
      await send(signature);
      expect(await patient.registry.read.authoriserOf([chart])).toBe(next);
    });
  });

  it("takes effect at once", async () => {
    const { patient, newcomer, chart, present, next, signature, send } = await replacing();
    const events = await eventsOf(send(signature));

    const args = { chart, authoriser: next, actor: patient.address };
    expect(events).toEqual([{ name: "AuthoriserReplaced", args }]);
    expect(await patient.registry.read.authoriserOf([chart])).toBe(next);
    await expectRefusal(startRecovery(chart, present, newcomer), "RecoveryNotAuthorised", [chart]);
  });

  it("is about no other chart", async () => {
    const { patient, otherPatient, signature, send } = await replacing();
    await send(signature);
    const otherChart = await patient.registry.read.chartOf([otherPatient.address]);
    expect(await patient.registry.read.authoriserOf([otherChart])).toBe(authoriserOf(otherPatient).address);
  });

  it("ends a recovery under way", async () => {
    const { patient, newcomer, chart, present, next, signature, send } = await replacing();
    await startRecovery(chart, present, newcomer);
    const events = await eventsOf(send(signature));

    expect(events).toEqual([
      { name: "RecoveryCancelled", args: { chart, actor: patient.address } },
      { name: "AuthoriserReplaced", args: { chart, authoriser: next, actor: patient.address } },
    ]);
    expect(await patient.registry.read.recoveryOf([chart])).toEqual([zeroAddress, 0n, false]);
    expect(await patient.registry.read.whoControls([chart])).toEqual([patient.address, 0, false]);
  });

  it("lets the patient cancel once again", async () => {
    const all = await replacing();
    const { patient, newcomer, chart, present } = all;
    await startRecovery(chart, present, newcomer);
    await patient.registry.write.cancelRecovery();
    await all.send(all.signature);
    expect(await patient.registry.read.recoveryOf([chart])).toEqual([zeroAddress, 0n, false]);

    await startRecovery(chart, nextOf(all), newcomer);
    await patient.registry.write.cancelRecovery();
  });

  it("ends a proposal", async () => {
    const { patient, newcomer, chart, signature, send } = await replacing();
    await patient.registry.write.proposeAuthoriser([newcomer.address]);
    await send(signature);
    expect(await patient.registry.read.proposedAuthoriserOf([chart])).toEqual([zeroAddress, 0n]);
  });
});

describe("proposing another authoriser, without the present one", () => {
  for (const name of ["newcomer", "doctor", "registrar", "admin", "stranger"] as const) {
    it(`is refused to the ${name}, who has no chart`, async () => {
      const all = await world();
      await expectRefusal(all[name].registry.write.proposeAuthoriser([nextOf(all).address]), "ChartNotHolder", [
        all[name].address,
      ]);
    });
  }

  it("is refused while a recovery is under way", async () => {
    const all = await world();
    await startRecovery(all.chart, authoriserOf(all.patient), all.newcomer);
    await expectRefusal(all.patient.registry.write.proposeAuthoriser([nextOf(all).address]), "ChartFrozen", [
      all.chart,
    ]);
  });

  it("is refused for nobody", async () => {
    const { patient } = await world();
    await expectRefusal(patient.registry.write.proposeAuthoriser([zeroAddress]), "RecoveryInvalidAuthoriser", [
      zeroAddress,
    ]);
  });

  it("is refused for the patient's own account, which would make two keys one", async () => {
    const { patient } = await world();
    await expectRefusal(patient.registry.write.proposeAuthoriser([patient.address]), "RecoveryInvalidAuthoriser", [
      patient.address,
    ]);
  });

  it("announces when it takes over, and changes nothing yet", async () => {
    const all = await world();
    const { patient, chart } = all;
    const authoriser = nextOf(all).address;
    const readyAt = (await now()) + 10n + AUTHORISER_DELAY;
    await nextAt(readyAt - AUTHORISER_DELAY);
    const events = await eventsOf(patient.registry.write.proposeAuthoriser([authoriser]));

    const args = { chart, authoriser, actor: patient.address, readyAt };
    expect(events).toEqual([{ name: "AuthoriserProposed", args }]);
    expect(await patient.registry.read.proposedAuthoriserOf([chart])).toEqual([authoriser, readyAt]);
    expect(await patient.registry.read.authoriserOf([chart])).toBe(authoriserOf(patient).address);
    expect(await patient.registry.read.whoControls([chart])).toEqual([patient.address, 0, false]);
  });

  it("again replaces the proposal, and waits anew", async () => {
    const all = await world();
    await all.patient.registry.write.proposeAuthoriser([all.newcomer.address]);
    await goTo((await now()) + AUTHORISER_DELAY);
    await all.patient.registry.write.proposeAuthoriser([nextOf(all).address]);
    const readyAt = (await now()) + AUTHORISER_DELAY;

    const proposed = await all.patient.registry.read.proposedAuthoriserOf([all.chart]);
    expect(proposed).toEqual([nextOf(all).address, readyAt]);
  });
});

describe("letting a proposed authoriser take over", () => {
  /** The small world, where the patient proposed one. */
  async function proposed() {
    const all = await world();
    const authoriser = nextOf(all).address;
    await all.patient.registry.write.proposeAuthoriser([authoriser]);
    return { ...all, authoriser, readyAt: (await now()) + AUTHORISER_DELAY };
  }

  it("is refused when none was proposed", async () => {
    const { patient, chart } = await world();
    await expectRefusal(patient.registry.write.completeAuthoriser([chart]), "RecoveryNotDue", [chart, 0n]);
  });

  it("is refused one second before the time", async () => {
    const { patient, chart, readyAt } = await proposed();
    await nextAt(readyAt - 1n);
    await expectRefusal(patient.registry.write.completeAuthoriser([chart]), "RecoveryNotDue", [chart, readyAt]);
  });

  it("is refused once a recovery started", async () => {
    const { patient, newcomer, chart, readyAt } = await proposed();
    await startRecovery(chart, authoriserOf(patient), newcomer);
    await goTo(readyAt);
    await expectRefusal(patient.registry.write.completeAuthoriser([chart]), "RecoveryNotDue", [chart, 0n]);
  });

  it("is refused when that recovery was cancelled, too", async () => {
    const { patient, newcomer, chart, readyAt } = await proposed();
    await startRecovery(chart, authoriserOf(patient), newcomer);
    await patient.registry.write.cancelRecovery();
    await goTo(readyAt);
    await expectRefusal(patient.registry.write.completeAuthoriser([chart]), "RecoveryNotDue", [chart, 0n]);
  });

  it("is refused a second time", async () => {
    const { patient, chart, readyAt } = await proposed();
    await goTo(readyAt);
    await patient.registry.write.completeAuthoriser([chart]);
    await expectRefusal(patient.registry.write.completeAuthoriser([chart]), "RecoveryNotDue", [chart, 0n]);
  });

  it("succeeds in the second it is due, whoever sends it", async () => {
    const { patient, stranger, chart, authoriser, readyAt } = await proposed();
    await nextAt(readyAt);
    const events = await eventsOf(stranger.registry.write.completeAuthoriser([chart]));

    const args = { chart, authoriser, actor: stranger.address };
    expect(events).toEqual([{ name: "AuthoriserReplaced", args }]);
    expect(await patient.registry.read.authoriserOf([chart])).toBe(authoriser);
    expect(await patient.registry.read.proposedAuthoriserOf([chart])).toEqual([zeroAddress, 0n]);
  });

  it("makes it the one who recovers, and the former one nobody", async () => {
    const all = await proposed();
    const { patient, newcomer, chart, readyAt } = all;
    await goTo(readyAt);
    await patient.registry.write.completeAuthoriser([chart]);

    await expectRefusal(startRecovery(chart, authoriserOf(patient), newcomer), "RecoveryNotAuthorised", [chart]);
    await startRecovery(chart, nextOf(all), newcomer);
  });

  it("lets the patient cancel once again", async () => {
    const { patient, newcomer, stranger, chart } = await world();
    await startRecovery(chart, authoriserOf(patient), newcomer);
    await patient.registry.write.cancelRecovery();
    await patient.registry.write.proposeAuthoriser([authoriserOf(stranger).address]);
    await goTo((await now()) + AUTHORISER_DELAY);
    await patient.registry.write.completeAuthoriser([chart]);
    expect(await patient.registry.read.recoveryOf([chart])).toEqual([zeroAddress, 0n, false]);
  });
});
