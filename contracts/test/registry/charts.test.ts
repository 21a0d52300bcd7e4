import { chartIdOf } from "@chartkey/protocol/chart";
import { padHex, zeroAddress, zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { inTheNameOf } from "../support/contract-accounts.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { location } from "../support/location.ts";
import { world } from "../support/world.ts";

const NO_CHART = padHex("0x", { size: 20 });

describe("registering as a patient", () => {
  it("is refused to someone who holds a chart", async () => {
    const { patient, chart } = await world();
    const key = await keyPublication(patient, { version: 2 });
    await expectRefusal(
      patient.registry.write.registerPatient([key, authoriserOf(patient).address]),
      "ChartAlreadyRegistered",
      [chart, patient.address],
    );
  });

  for (const name of ["admin", "attester", "registrar", "pauser"] as const) {
    it(`is refused to the ${name}, who is administrative`, async () => {
      const administrator = (await world())[name];
      const key = await keyPublication(administrator);
      await expectRefusal(
        administrator.registry.write.registerPatient([key, authoriserOf(administrator).address]),
        "RolesSeparationOfDuties",
        [administrator.address],
      );
    });
  }

  it("is refused without a recovery authoriser", async () => {
    const { newcomer } = await world();
    const key = await keyPublication(newcomer);
    await expectRefusal(newcomer.registry.write.registerPatient([key, zeroAddress]), "RecoveryInvalidAuthoriser", [
      zeroAddress,
    ]);
  });

  it("is refused with the patient's own account as the authoriser, which would make two keys one", async () => {
    const { newcomer } = await world();
    const key = await keyPublication(newcomer);
    await expectRefusal(newcomer.registry.write.registerPatient([key, newcomer.address]), "RecoveryInvalidAuthoriser", [
      newcomer.address,
    ]);
  });

  it("is refused with another account's key", async () => {
    const { newcomer, stranger } = await world();
    const key = await keyPublication(stranger);
    await expectRefusal(
      newcomer.registry.write.registerPatient([key, authoriserOf(newcomer).address]),
      "KeyAccountSignatureInvalid",
      [newcomer.address],
    );
  });

  it("is refused with a key that is not the account's next", async () => {
    const { doctor } = await world();
    const key = await keyPublication(doctor, { version: 1 });
    await expectRefusal(
      doctor.registry.write.registerPatient([key, authoriserOf(doctor).address]),
      "KeyVersionMismatch",
      [doctor.address, 2, 1],
    );
  });

  it("gives the account the chart that its address determines", async () => {
    const { newcomer, contracts } = await world();
    const chart = chartIdOf(location(contracts.registry), newcomer.address);
    const authoriser = authoriserOf(newcomer).address;
    await newcomer.registry.write.registerPatient([await keyPublication(newcomer), authoriser]);

    const { read } = newcomer.registry;
    expect(await read.chartOf([newcomer.address])).toBe(chart);
    expect(await read.holderOf([chart])).toBe(newcomer.address);
    expect(await read.whoControls([chart])).toEqual([newcomer.address, 0, false]);
    expect(await read.authoriserOf([chart])).toBe(authoriser);
  });

  it("announces the chart with its authoriser, then its key", async () => {
    const { newcomer, contracts } = await world();
    const chart = chartIdOf(location(contracts.registry), newcomer.address);
    const authoriser = authoriserOf(newcomer).address;
    const key = await keyPublication(newcomer);
    const events = await eventsOf(newcomer.registry.write.registerPatient([key, authoriser]));

    const [version, encryptionAddress] = await newcomer.registry.read.keyOf([newcomer.address]);
    expect(version).toBe(1);
    expect(events).toEqual([
      { name: "PatientRegistered", args: { chart, holder: newcomer.address, authoriser } },
      { name: "KeyPublished", args: { account: newcomer.address, encryptionAddress, ...key } },
    ]);
  });

  it("is open to a doctor, who stays one", async () => {
    const { doctor } = await world();
    const key = await keyPublication(doctor, { version: 2 });
    await doctor.registry.write.registerPatient([key, authoriserOf(doctor).address]);

    expect(await doctor.registry.read.isActiveDoctor([doctor.address])).toBe(true);
    expect(await doctor.registry.read.chartOf([doctor.address])).not.toBe(NO_CHART);
  });
});

describe("cancelling what was signed", () => {
  it("is refused to someone without a chart", async () => {
    const { stranger } = await world();
    await expectRefusal(stranger.registry.write.cancelSignatures(), "ChartNotHolder", [stranger.address]);
  });

  it("is refused to the chart's authoriser, who is not its holder", async () => {
    const { patient, contracts } = await world();
    const authoriser = authoriserOf(patient).address;
    const { registry } = await inTheNameOf(authoriser, contracts);
    await expectRefusal(registry.write.cancelSignatures(), "ChartNotHolder", [authoriser]);
  });

  it("begins the chart's next signature epoch, each time", async () => {
    const { patient, chart } = await world();
    await patient.registry.write.cancelSignatures();
    const events = await eventsOf(patient.registry.write.cancelSignatures());

    expect(events).toEqual([{ name: "SignaturesCancelled", args: { chart, actor: patient.address, epoch: 2 } }]);
    expect(await patient.registry.read.whoControls([chart])).toEqual([patient.address, 2, false]);
  });

  it("is about no other chart", async () => {
    const { patient, otherPatient } = await world();
    await patient.registry.write.cancelSignatures();
    const otherChart = await patient.registry.read.chartOf([otherPatient.address]);
    expect(await patient.registry.read.whoControls([otherChart])).toEqual([otherPatient.address, 0, false]);
  });
});

describe("someone who never registered", () => {
  it("has no chart, and no chart has them as its holder", async () => {
    const { stranger } = await world();
    expect(await stranger.registry.read.chartOf([stranger.address])).toBe(NO_CHART);
    expect(await stranger.registry.read.holderOf([NO_CHART])).toBe(zeroAddress);
  });

  it("has nobody in control, no authoriser and no recovery", async () => {
    const { stranger, contracts } = await world();
    const chart = chartIdOf(location(contracts.registry), stranger.address);
    const { read } = stranger.registry;
    expect(await read.whoControls([chart])).toEqual([zeroAddress, 0, false]);
    expect(await read.authoriserOf([chart])).toBe(zeroAddress);
    expect(await read.recoveryOf([chart])).toEqual([zeroAddress, 0n, false]);
    expect(await read.proposedAuthoriserOf([chart])).toEqual([zeroAddress, 0n]);
  });

  it("is nothing that facts could tell", async () => {
    const { stranger } = await world();
    expect(await stranger.registry.read.facts([NO_CHART, stranger.address, 0])).toBe(BigInt(zeroHash));
  });
});
