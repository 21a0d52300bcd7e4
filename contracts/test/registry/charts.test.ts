import { chartIdOf } from "@chartkey/protocol/chart";
import { padHex, zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { location } from "../support/location.ts";
import { world } from "../support/world.ts";

const NO_CHART = padHex("0x", { size: 20 });

describe("registering as a patient", () => {
  it("is refused to someone who holds a chart", async () => {
    const { patient, chart } = await world();
    await expectRefusal(
      patient.registry.write.registerPatient([await keyPublication(patient, { version: 2 })]),
      "ChartAlreadyRegistered",
      [chart, patient.address],
    );
  });

  it("is refused with another account's key", async () => {
    const { newcomer, stranger } = await world();
    await expectRefusal(
      newcomer.registry.write.registerPatient([await keyPublication(stranger)]),
      "KeyAccountSignatureInvalid",
      [newcomer.address],
    );
  });

  it("gives the account the chart that its address determines", async () => {
    const { newcomer, contracts } = await world();
    const chart = chartIdOf(location(contracts.registry), newcomer.address);
    await newcomer.registry.write.registerPatient([await keyPublication(newcomer)]);

    expect(await newcomer.registry.read.chartOf([newcomer.address])).toBe(chart);
    expect(await newcomer.registry.read.holderOf([chart])).toBe(newcomer.address);
  });

  it("announces the chart, then its key", async () => {
    const { newcomer, contracts } = await world();
    const chart = chartIdOf(location(contracts.registry), newcomer.address);
    const events = await eventsOf(newcomer.registry.write.registerPatient([await keyPublication(newcomer)]));

    expect(events.map(({ name }) => name)).toEqual(["PatientRegistered", "KeyPublished"]);
    expect(events[0]?.args).toEqual({ chart, holder: newcomer.address });
    expect(await newcomer.registry.read.keyOf([newcomer.address])).toMatchObject([1, expect.stringMatching(/^0x/)]);
  });
});

describe("someone who never registered", () => {
  it("has no chart, and no chart has them as its holder", async () => {
    const { stranger } = await world();
    expect(await stranger.registry.read.chartOf([stranger.address])).toBe(NO_CHART);
    expect(await stranger.registry.read.holderOf([NO_CHART])).toBe(zeroAddress);
  });

  it("is nothing that facts could tell", async () => {
    const { stranger } = await world();
    expect(await stranger.registry.read.factsOf([NO_CHART, stranger.address, 0])).toEqual({
      holder: zeroAddress,
      holderKeyVersion: 0,
      accountKeyVersion: 0,
      attestationGeneration: 0,
      active: false,
      assigned: false,
    });
  });
});

describe("the facts of a chart and its assigned doctor", () => {
  it("name holder, key versions, generation, activity and the assignment at that hospital alone", async () => {
    const { doctor, patient, chart } = await world();
    const facts = {
      holder: patient.address,
      holderKeyVersion: 1,
      accountKeyVersion: 1,
      attestationGeneration: 1,
      active: true,
    };
    expect(await doctor.registry.read.factsOf([chart, doctor.address, 1])).toEqual({ ...facts, assigned: true });
    expect(await doctor.registry.read.factsOf([chart, doctor.address, 2])).toEqual({ ...facts, assigned: false });
    expect(await doctor.registry.read.factsOf([chart, doctor.address, 0])).toEqual({ ...facts, assigned: false });
  });
});
