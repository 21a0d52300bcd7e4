import { doctorRole, registrarRole } from "@chartkey/protocol/role-id";
import { describe, expect, it } from "vitest";
import { attest } from "../support/attestations.ts";
import { authoriserOf } from "../support/authoriser.ts";
import { goTo, now, YEAR } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { recover } from "../support/recover.ts";
import { startRecovery } from "../support/recoveries.ts";
import { newReport } from "../support/reports.ts";
import { HARBOUR, NORTHFIELD, world, type World } from "../support/world.ts";

const UNOPENED = 99;
const NONE = 0;
const ASKED = 1;
const ACCEPTED = 2;
const ENDED = 3;
const SUSPENDED = 4;

describe("asking for care", () => {
  it("is refused to someone without a chart", async () => {
    const { doctor } = await world();
    await expectRefusal(doctor.registry.write.askForCare([NORTHFIELD]), "ChartNotHolder", [doctor.address]);
  });

  it("is refused at a hospital that was not opened", async () => {
    const { patient } = await world();
    await expectRefusal(patient.registry.write.askForCare([UNOPENED]), "RolesHospitalNotOpened", [UNOPENED]);
  });

  it("is refused while asked already", async () => {
    const { patient, chart } = await world();
    await patient.registry.write.askForCare([HARBOUR]);
    await expectRefusal(patient.registry.write.askForCare([HARBOUR]), "CareUnexpectedStatus", [chart, HARBOUR, ASKED]);
  });

  it("is refused while in care already", async () => {
    const { patient, chart } = await world();
    await expectRefusal(patient.registry.write.askForCare([NORTHFIELD]), "CareUnexpectedStatus", [
      chart,
      NORTHFIELD,
      ACCEPTED,
    ]);
  });

  it("is refused while care is suspended", async () => {
    const { patient, registrar, chart } = await world();
    await registrar.registry.write.suspendCare([chart, NORTHFIELD]);
    await expectRefusal(patient.registry.write.askForCare([NORTHFIELD]), "CareUnexpectedStatus", [
      chart,
      NORTHFIELD,
      SUSPENDED,
    ]);
  });

  it("is refused while a recovery of the chart is under way", async () => {
    const { patient, newcomer, chart } = await world();
    await startRecovery(chart, authoriserOf(patient), newcomer);
    await expectRefusal(patient.registry.write.askForCare([HARBOUR]), "ChartFrozen", [chart]);
  });

  it("waits for the hospital's answer", async () => {
    const { patient, chart } = await world();
    const events = await eventsOf(patient.registry.write.askForCare([HARBOUR]));

    expect(events).toEqual([{ name: "CareAsked", args: { chart, hospital: HARBOUR, actor: patient.address } }]);
    expect(await patient.registry.read.careStatus([chart, HARBOUR])).toBe(ASKED);
  });
});

describe("accepting a patient", () => {
  for (const name of ["harbourRegistrar", "admin", "attester", "pauser", "doctor", "patient", "stranger"] as const) {
    it(`is refused to the ${name}`, async () => {
      const all = await world();
      await expectRefusal(
        all[name].registry.write.acceptCare([all.chart, NORTHFIELD]),
        "AccessControlUnauthorizedAccount",
        [all[name].address, registrarRole(NORTHFIELD)],
      );
    });
  }

  it("is refused when the patient never asked", async () => {
    const { harbourRegistrar, chart } = await world();
    await expectRefusal(harbourRegistrar.registry.write.acceptCare([chart, HARBOUR]), "CareUnexpectedStatus", [
      chart,
      HARBOUR,
      NONE,
    ]);
  });

  it("is refused when the patient withdrew", async () => {
    const { patient, harbourRegistrar, chart } = await world();
    await patient.registry.write.askForCare([HARBOUR]);
    await patient.registry.write.leaveCare([HARBOUR]);
    await expectRefusal(harbourRegistrar.registry.write.acceptCare([chart, HARBOUR]), "CareUnexpectedStatus", [
      chart,
      HARBOUR,
      ENDED,
    ]);
  });

  it("is refused twice", async () => {
    const { registrar, chart } = await world();
    await expectRefusal(registrar.registry.write.acceptCare([chart, NORTHFIELD]), "CareUnexpectedStatus", [
      chart,
      NORTHFIELD,
      ACCEPTED,
    ]);
  });

  it("is refused while care is suspended, which is resumed instead", async () => {
    const { registrar, chart } = await world();
    await registrar.registry.write.suspendCare([chart, NORTHFIELD]);
    await expectRefusal(registrar.registry.write.acceptCare([chart, NORTHFIELD]), "CareUnexpectedStatus", [
      chart,
      NORTHFIELD,
      SUSPENDED,
    ]);
  });

  it("takes the patient into care", async () => {
    const { patient, harbourRegistrar, chart } = await world();
    await patient.registry.write.askForCare([HARBOUR]);
    const events = await eventsOf(harbourRegistrar.registry.write.acceptCare([chart, HARBOUR]));

    const args = { chart, hospital: HARBOUR, actor: harbourRegistrar.address };
    expect(events).toEqual([{ name: "CareAccepted", args }]);
    expect(await patient.registry.read.careStatus([chart, HARBOUR])).toBe(ACCEPTED);
  });
});

describe("suspending care", () => {
  for (const name of ["harbourRegistrar", "admin", "doctor", "patient", "stranger"] as const) {
    it(`is refused to the ${name}`, async () => {
      const all = await world();
      await expectRefusal(
        all[name].registry.write.suspendCare([all.chart, NORTHFIELD]),
        "AccessControlUnauthorizedAccount",
        [all[name].address, registrarRole(NORTHFIELD)],
      );
    });
  }

  it("is refused for a patient who only asked", async () => {
    const { patient, harbourRegistrar, chart } = await world();
    await patient.registry.write.askForCare([HARBOUR]);
    await expectRefusal(harbourRegistrar.registry.write.suspendCare([chart, HARBOUR]), "CareUnexpectedStatus", [
      chart,
      HARBOUR,
      ASKED,
    ]);
  });

  it("is refused once care ended", async () => {
    const { patient, registrar, chart } = await world();
    await patient.registry.write.leaveCare([NORTHFIELD]);
    await expectRefusal(registrar.registry.write.suspendCare([chart, NORTHFIELD]), "CareUnexpectedStatus", [
      chart,
      NORTHFIELD,
      ENDED,
    ]);
  });

  it("is refused twice", async () => {
    const { registrar, chart } = await world();
    await registrar.registry.write.suspendCare([chart, NORTHFIELD]);
    await expectRefusal(registrar.registry.write.suspendCare([chart, NORTHFIELD]), "CareUnexpectedStatus", [
      chart,
      NORTHFIELD,
      SUSPENDED,
    ]);
  });

  it("lets every assignment there rest, so that the doctor adds nothing meanwhile", async () => {
    const { registrar, doctor, chart } = await world();
    const events = await eventsOf(registrar.registry.write.suspendCare([chart, NORTHFIELD]));

    const args = { chart, hospital: NORTHFIELD, actor: registrar.address };
    expect(events).toEqual([{ name: "CareSuspended", args }]);
    expect(await doctor.registry.read.careStatus([chart, NORTHFIELD])).toBe(SUSPENDED);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);
    await expectRefusal(doctor.records.write.addReport([newReport(chart, NORTHFIELD)]), "ReportNotAssigned", [
      chart,
      doctor.address,
      NORTHFIELD,
    ]);
  });

  it("takes nobody's reading away, which is the patient's to give", async () => {
    const { registrar, doctor, chart, report } = await world();
    await registrar.registry.write.suspendCare([chart, NORTHFIELD]);
    expect(await doctor.records.read.canRead([report, doctor.address])).toBe(true);
  });

  it("does not keep the patient from leaving", async () => {
    const { patient, registrar, chart } = await world();
    await registrar.registry.write.suspendCare([chart, NORTHFIELD]);
    await patient.registry.write.leaveCare([NORTHFIELD]);
    expect(await patient.registry.read.careStatus([chart, NORTHFIELD])).toBe(ENDED);
  });

  it("does not keep the registrar from ending it", async () => {
    const { patient, registrar, chart } = await world();
    await registrar.registry.write.suspendCare([chart, NORTHFIELD]);
    await registrar.registry.write.endCare([chart, NORTHFIELD]);
    expect(await patient.registry.read.careStatus([chart, NORTHFIELD])).toBe(ENDED);
  });
});

describe("resuming care", () => {
  for (const name of ["harbourRegistrar", "admin", "doctor", "patient", "stranger"] as const) {
    it(`is refused to the ${name}`, async () => {
      const all = await world();
      await all.registrar.registry.write.suspendCare([all.chart, NORTHFIELD]);
      await expectRefusal(
        all[name].registry.write.resumeCare([all.chart, NORTHFIELD]),
        "AccessControlUnauthorizedAccount",
        [all[name].address, registrarRole(NORTHFIELD)],
      );
    });
  }

  for (const [name, status, reach] of [
    ["was never asked for", NONE, async () => {}],
    ["was only asked for", ASKED, ({ patient }: World) => patient.registry.write.askForCare([HARBOUR])],
  ] as const) {
    it(`is refused where care ${name}`, async () => {
      const all = await world();
      await reach(all);
      await expectRefusal(
        all.harbourRegistrar.registry.write.resumeCare([all.chart, HARBOUR]),
        "CareUnexpectedStatus",
        [all.chart, HARBOUR, status],
      );
    });
  }

  it("is refused where it is not suspended", async () => {
    const { registrar, chart } = await world();
    await expectRefusal(registrar.registry.write.resumeCare([chart, NORTHFIELD]), "CareUnexpectedStatus", [
      chart,
      NORTHFIELD,
      ACCEPTED,
    ]);
  });

  it("is refused once care ended while suspended", async () => {
    const { patient, registrar, chart } = await world();
    await registrar.registry.write.suspendCare([chart, NORTHFIELD]);
    await patient.registry.write.leaveCare([NORTHFIELD]);
    await expectRefusal(registrar.registry.write.resumeCare([chart, NORTHFIELD]), "CareUnexpectedStatus", [
      chart,
      NORTHFIELD,
      ENDED,
    ]);
  });

  it("makes the assignments count again", async () => {
    const { registrar, doctor, chart } = await world();
    await registrar.registry.write.suspendCare([chart, NORTHFIELD]);
    const events = await eventsOf(registrar.registry.write.resumeCare([chart, NORTHFIELD]));

    const args = { chart, hospital: NORTHFIELD, actor: registrar.address };
    expect(events).toEqual([{ name: "CareResumed", args }]);
    expect(await doctor.registry.read.careStatus([chart, NORTHFIELD])).toBe(ACCEPTED);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(true);
  });

  it("does not make those count that were ended meanwhile", async () => {
    const { registrar, doctor, chart } = await world();
    await registrar.registry.write.suspendCare([chart, NORTHFIELD]);
    await registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]);
    await registrar.registry.write.resumeCare([chart, NORTHFIELD]);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);
  });

  it("does not make those count whose doctor was attested anew meanwhile", async () => {
    const { attester, registrar, doctor, chart } = await world();
    await registrar.registry.write.suspendCare([chart, NORTHFIELD]);
    await attester.registry.write.revokeAttestation([doctor.address]);
    await goTo((await now()) + 1n);
    await attest(attester, doctor);
    await registrar.registry.write.resumeCare([chart, NORTHFIELD]);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);
  });
});

describe("ending care", () => {
  for (const name of ["harbourRegistrar", "admin", "doctor", "patient", "stranger"] as const) {
    it(`is refused to the ${name}, in the registrar's way`, async () => {
      const all = await world();
      await expectRefusal(
        all[name].registry.write.endCare([all.chart, NORTHFIELD]),
        "AccessControlUnauthorizedAccount",
        [all[name].address, registrarRole(NORTHFIELD)],
      );
    });
  }

  it("is refused to someone without a chart", async () => {
    const { stranger } = await world();
    await expectRefusal(stranger.registry.write.leaveCare([NORTHFIELD]), "ChartNotHolder", [stranger.address]);
  });

  it("is refused where there is none", async () => {
    const { patient, harbourRegistrar, chart } = await world();
    await expectRefusal(patient.registry.write.leaveCare([HARBOUR]), "CareUnexpectedStatus", [chart, HARBOUR, NONE]);
    await expectRefusal(harbourRegistrar.registry.write.endCare([chart, HARBOUR]), "CareUnexpectedStatus", [
      chart,
      HARBOUR,
      NONE,
    ]);
  });

  it("is refused twice", async () => {
    const { patient, chart } = await world();
    await patient.registry.write.leaveCare([NORTHFIELD]);
    await expectRefusal(patient.registry.write.leaveCare([NORTHFIELD]), "CareUnexpectedStatus", [
      chart,
      NORTHFIELD,
      ENDED,
    ]);
  });

  it("by the patient ends its assignments, and another patient's not", async () => {
    const all = await world();
    const { patient, doctor, chart } = all;
    await all.otherPatient.registry.write.askForCare([NORTHFIELD]);
    const otherChart = await patient.registry.read.chartOf([all.otherPatient.address]);
    await all.registrar.registry.write.acceptCare([otherChart, NORTHFIELD]);
    await all.registrar.registry.write.assignDoctor([otherChart, doctor.address, NORTHFIELD]);

    const events = await eventsOf(patient.registry.write.leaveCare([NORTHFIELD]));

    expect(events).toEqual([{ name: "CareEnded", args: { chart, hospital: NORTHFIELD, actor: patient.address } }]);
    expect(await patient.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);
    expect(await patient.registry.read.isAssigned([otherChart, doctor.address, NORTHFIELD])).toBe(true);
  });

  it("by the patient withdraws a request", async () => {
    const { patient, chart } = await world();
    await patient.registry.write.askForCare([HARBOUR]);
    await patient.registry.write.leaveCare([HARBOUR]);
    expect(await patient.registry.read.careStatus([chart, HARBOUR])).toBe(ENDED);
  });

  it("by the registrar declines a request", async () => {
    const { patient, harbourRegistrar, chart } = await world();
    await patient.registry.write.askForCare([HARBOUR]);
    const events = await eventsOf(harbourRegistrar.registry.write.endCare([chart, HARBOUR]));

    const args = { chart, hospital: HARBOUR, actor: harbourRegistrar.address };
    expect(events).toEqual([{ name: "CareEnded", args }]);
    expect(await patient.registry.read.careStatus([chart, HARBOUR])).toBe(ENDED);
  });

  it("is no obstacle to asking again, and old assignments stay ended", async () => {
    const { patient, registrar, doctor, chart } = await world();
    await registrar.registry.write.endCare([chart, NORTHFIELD]);
    await patient.registry.write.askForCare([NORTHFIELD]);
    expect(await patient.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);

    await registrar.registry.write.acceptCare([chart, NORTHFIELD]);
    expect(await patient.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);
  });
});

describe("assigning a doctor", () => {
  it("is refused to the registrar of another hospital", async () => {
    const { harbourRegistrar, harbourDoctor, chart } = await world();
    await expectRefusal(
      harbourRegistrar.registry.write.assignDoctor([chart, harbourDoctor.address, NORTHFIELD]),
      "AccessControlUnauthorizedAccount",
      [harbourRegistrar.address, registrarRole(NORTHFIELD)],
    );
  });

  for (const name of ["doctor", "patient", "admin", "attester", "stranger"] as const) {
    it(`is refused to the ${name}`, async () => {
      const all = await world();
      await expectRefusal(
        all[name].registry.write.assignDoctor([all.chart, all.doctor.address, NORTHFIELD]),
        "AccessControlUnauthorizedAccount",
        [all[name].address, registrarRole(NORTHFIELD)],
      );
    });
  }

  it("is refused while care is suspended", async () => {
    const { registrar, doctor, chart } = await world();
    await registrar.registry.write.suspendCare([chart, NORTHFIELD]);
    await expectRefusal(
      registrar.registry.write.assignDoctor([chart, doctor.address, NORTHFIELD]),
      "CareUnexpectedStatus",
      [chart, NORTHFIELD, SUSPENDED],
    );
  });

  it("is refused for a patient who only asked", async () => {
    const { patient, harbourRegistrar, harbourDoctor, chart } = await world();
    await patient.registry.write.askForCare([HARBOUR]);
    await expectRefusal(
      harbourRegistrar.registry.write.assignDoctor([chart, harbourDoctor.address, HARBOUR]),
      "CareUnexpectedStatus",
      [chart, HARBOUR, ASKED],
    );
  });

  it("is refused for the registrar's own account", async () => {
    const { registrar, chart } = await world();
    await expectRefusal(
      registrar.registry.write.assignDoctor([chart, registrar.address, NORTHFIELD]),
      "CareSelfAssignment",
      [registrar.address],
    );
  });

  it("is refused for a doctor of another hospital", async () => {
    const { registrar, harbourDoctor, chart } = await world();
    await expectRefusal(
      registrar.registry.write.assignDoctor([chart, harbourDoctor.address, NORTHFIELD]),
      "CareDoctorNotActive",
      [harbourDoctor.address, NORTHFIELD],
    );
  });

  it("is refused for a doctor whose attestation was revoked", async () => {
    const { attester, registrar, doctor, chart } = await world();
    await registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]);
    await attester.registry.write.revokeAttestation([doctor.address]);
    await expectRefusal(
      registrar.registry.write.assignDoctor([chart, doctor.address, NORTHFIELD]),
      "CareDoctorNotActive",
      [doctor.address, NORTHFIELD],
    );
  });

  it("is refused for a doctor whose appointment there ended, though attested", async () => {
    const { registrar, harbourRegistrar, doctor, chart } = await world();
    await harbourRegistrar.registry.write.grantRole([doctorRole(HARBOUR), doctor.address]);
    await registrar.registry.write.revokeRole([doctorRole(NORTHFIELD), doctor.address]);
    await expectRefusal(
      registrar.registry.write.assignDoctor([chart, doctor.address, NORTHFIELD]),
      "CareDoctorNotActive",
      [doctor.address, NORTHFIELD],
    );
  });

  it("is refused twice", async () => {
    const { registrar, doctor, chart } = await world();
    await expectRefusal(
      registrar.registry.write.assignDoctor([chart, doctor.address, NORTHFIELD]),
      "CareAlreadyAssigned",
      [chart, doctor.address, NORTHFIELD],
    );
  });

  it("names the attestation generation it rests on", async () => {
    const { registrar, doctor, chart } = await world();
    await registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]);
    const events = await eventsOf(registrar.registry.write.assignDoctor([chart, doctor.address, NORTHFIELD]));

    expect(events).toEqual([
      {
        name: "DoctorAssigned",
        args: {
          chart,
          doctor: doctor.address,
          hospital: NORTHFIELD,
          actor: registrar.address,
          attestationGeneration: 1,
        },
      },
    ]);
  });

  it("replaces an assignment that ended with the attestation", async () => {
    const { attester, registrar, doctor, chart } = await world();
    await goTo((await now()) + YEAR + 1n);
    await attest(attester, doctor);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);

    await registrar.registry.write.assignDoctor([chart, doctor.address, NORTHFIELD]);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(true);
  });
});

describe("an assignment", () => {
  it("continues through a renewal", async () => {
    const { attester, doctor, chart } = await world();
    await goTo((await now()) + YEAR / 2n);
    await attest(attester, doctor);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(true);
  });

  it("ends with the attestation", async () => {
    const { attester, doctor, chart } = await world();
    await attester.registry.write.revokeAttestation([doctor.address]);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);
  });

  it("rests while the doctor is not appointed at that hospital, and can still be ended", async () => {
    const { registrar, harbourRegistrar, doctor, chart } = await world();
    await harbourRegistrar.registry.write.grantRole([doctorRole(HARBOUR), doctor.address]);
    await registrar.registry.write.revokeRole([doctorRole(NORTHFIELD), doctor.address]);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);

    await registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]);
    await registrar.registry.write.grantRole([doctorRole(NORTHFIELD), doctor.address]);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);
  });

  it("rests while care is suspended, and can still be ended", async () => {
    const { registrar, doctor, chart } = await world();
    await registrar.registry.write.suspendCare([chart, NORTHFIELD]);
    const events = await eventsOf(registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]));
    expect(events.map(({ name }) => name)).toEqual(["AssignmentEnded"]);
  });

  it("rests without appointment, and counts again with it", async () => {
    const { registrar, doctor, chart } = await world();
    await registrar.registry.write.revokeRole([doctorRole(NORTHFIELD), doctor.address]);
    await registrar.registry.write.grantRole([doctorRole(NORTHFIELD), doctor.address]);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(true);
  });

  it("does not come back with an attestation of a new generation", async () => {
    const { attester, doctor, chart } = await world();
    await attester.registry.write.revokeAttestation([doctor.address]);
    await goTo((await now()) + 1n);
    await attest(attester, doctor);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);
  });

  it("is the chart's, and stays when the chart goes to a new holder", async () => {
    const all = await world();
    await recover(all, all.newcomer);
    expect(await all.doctor.registry.read.isAssigned([all.chart, all.doctor.address, NORTHFIELD])).toBe(true);
  });

  it("is not one at another hospital", async () => {
    const { doctor, chart } = await world();
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, HARBOUR])).toBe(false);
  });
});

describe("ending an assignment", () => {
  for (const name of ["harbourRegistrar", "admin", "doctor", "patient", "stranger"] as const) {
    it(`is refused to the ${name}`, async () => {
      const all = await world();
      await expectRefusal(
        all[name].registry.write.endAssignment([all.chart, all.doctor.address, NORTHFIELD]),
        "AccessControlUnauthorizedAccount",
        [all[name].address, registrarRole(NORTHFIELD)],
      );
    });
  }

  it("is refused twice", async () => {
    const { registrar, doctor, chart } = await world();
    await registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]);
    await expectRefusal(
      registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]),
      "CareNotAssigned",
      [chart, doctor.address, NORTHFIELD],
    );
  });

  it("is refused where there is none", async () => {
    const { registrar, harbourDoctor, chart } = await world();
    await expectRefusal(
      registrar.registry.write.endAssignment([chart, harbourDoctor.address, NORTHFIELD]),
      "CareNotAssigned",
      [chart, harbourDoctor.address, NORTHFIELD],
    );
  });

  it("is refused where care ended", async () => {
    const { registrar, patient, doctor, chart } = await world();
    await patient.registry.write.leaveCare([NORTHFIELD]);
    await expectRefusal(registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]), "CareNotAssigned");
  });

  it("ends it", async () => {
    const { registrar, doctor, chart } = await world();
    const events = await eventsOf(registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]));

    const args = { chart, doctor: doctor.address, hospital: NORTHFIELD, actor: registrar.address };
    expect(events).toEqual([{ name: "AssignmentEnded", args }]);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);
  });
});
