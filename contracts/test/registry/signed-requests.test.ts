import { chartRequest } from "@chartkey/protocol/chart-request";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { registryDomain } from "@chartkey/protocol/typed-data";
import { encodeFunctionData, getAddress, padHex, toFunctionSelector, type AbiFunction, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { authoriserOf } from "../support/authoriser.ts";
import { nextAt } from "../support/chain.ts";
import { acceptEverySignature, acceptNoSignature } from "../support/contract-accounts.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { location } from "../support/location.ts";
import { OWN_ACTS } from "../support/own-acts.ts";
import { recover } from "../support/recover.ts";
import { askingForCare, execute, requestOf } from "../support/registry-requests.ts";
import { sign } from "../support/signer.ts";
import { ELSEWHERE, signChanged, signElsewhere, SPOILED } from "../support/spoiled-signatures.ts";
import { HARBOUR, NORTHFIELD, world } from "../support/world.ts";

const ASKED = 1;
/** A deadline far away, Unix seconds. */
const FAR = 4_000_000_000n;

/** Each of them is done by request in the test that signed acts equal direct ones. */
const REQUESTABLE = Object.keys(OWN_ACTS);

const functions = registryAbi.filter((entry): entry is typeof entry & AbiFunction => entry.type === "function");

/** The small world, and the patient's request to be taken into care at Harbour, as anybody would send it. */
async function asking() {
  const all = await world();
  const { patient, stranger, contracts } = all;
  const request = await requestOf(patient, askingForCare(HARBOUR));
  const form = chartRequest(registryDomain(location(contracts.registry)), request);

  return {
    ...all,
    request,
    form,
    signature: await sign(patient, form),
    send: (signature: Hex, changes: Partial<typeof request> = {}, sender: Actor = stranger) =>
      sender.registry.write.executeRequest([{ ...request, ...changes }, signature]),
    careAtHarbour: () => stranger.registry.read.careStatus([all.chart, HARBOUR]),
  };
}

describe("a request that a patient signed", () => {
  for (const [name, change] of Object.entries({
    statement: "I sign in.",
    chart: padHex("0xdead", { size: 20 }),
    call: askingForCare(NORTHFIELD),
    nonce: 1n,
    epoch: 1,
    deadline: FAR,
  })) {
    it(`is refused when they signed another ${name}`, async () => {
      const { patient, form, send } = await asking();
      const signature = await signChanged(patient, form, { [name]: change });
      await expectRefusal(send(signature), "SignatureInvalid", [patient.address]);
    });
  }

  for (const [name, change] of Object.entries({
    "another call": { call: askingForCare(NORTHFIELD) },
    "a later deadline": { deadline: FAR },
  })) {
    it(`is refused when it is sent with ${name}`, async () => {
      const { patient, signature, send } = await asking();
      await expectRefusal(send(signature, change), "SignatureInvalid", [patient.address]);
    });
  }

  it("is refused when it is sent for another patient's chart, whose patient did not sign", async () => {
    const { patient, otherPatient, signature, send } = await asking();
    const chart = await patient.registry.read.chartOf([otherPatient.address]);
    await expectRefusal(send(signature, { chart }), "SignatureInvalid", [otherPatient.address]);
  });

  it("is refused for a chart that does not exist", async () => {
    const { signature, send } = await asking();
    const chart = padHex("0xdead", { size: 20 });
    await expectRefusal(send(signature, { chart }), "ChartUnknown", [chart]);
  });

  for (const [name, where] of Object.entries(ELSEWHERE)) {
    it(`is refused when they signed it for a registry ${name}`, async () => {
      const { patient, form, send } = await asking();
      await expectRefusal(send(await signElsewhere(patient, form, where)), "SignatureInvalid", [patient.address]);
    });
  }

  it("is refused when they signed it for the records", async () => {
    const { patient, contracts, form, send } = await asking();
    const signature = await signElsewhere(patient, form, {
      name: "Chartkey Records",
      verifyingContract: contracts.records,
    });
    await expectRefusal(send(signature), "SignatureInvalid", [patient.address]);
  });

  for (const [name, spoil] of Object.entries(SPOILED)) {
    it(`is refused when the signature is ${name}`, async () => {
      const { patient, signature, send } = await asking();
      await expectRefusal(send(spoil(signature)), "SignatureInvalid", [patient.address]);
    });
  }

  for (const name of ["stranger", "otherPatient", "doctor", "registrar", "admin"] as const) {
    it(`is refused when the ${name} signed`, async () => {
      const all = await asking();
      await expectRefusal(all.send(await sign(all[name], all.form)), "SignatureInvalid", [all.patient.address]);
    });
  }

  it("is refused when the recovery authoriser signed", async () => {
    const { patient, form, send } = await asking();
    const signature = await sign(authoriserOf(patient), form);
    await expectRefusal(send(signature), "SignatureInvalid", [patient.address]);
  });

  describe("given a deadline", () => {
    it("is refused one second after it", async () => {
      const { request, signature, send } = await asking();
      await nextAt(request.deadline + 1n);
      await expectRefusal(send(signature), "SignatureExpired", [request.deadline]);
    });

    it("is done in its last second", async () => {
      const { request, signature, send, careAtHarbour } = await asking();
      await nextAt(request.deadline);
      await send(signature);
      expect(await careAtHarbour()).toBe(ASKED);
    });
  });

  describe("given a nonce", () => {
    it("is refused a second time", async () => {
      const { patient, chart, signature, send } = await asking();
      await send(signature);
      await patient.registry.write.leaveCare([HARBOUR]);
      await expectRefusal(send(signature), "InvalidAccountNonce", [asAddress(chart), 1n]);
    });

    it("is refused before its turn", async () => {
      const { patient, chart, request, form, send } = await asking();
      const nonce = request.nonce + 1n;
      const signature = await signChanged(patient, form, { nonce });
      await expectRefusal(send(signature, { nonce }), "InvalidAccountNonce", [asAddress(chart), 0n]);
    });

    it("uses it, and no other chart's", async () => {
      const { patient, otherPatient, chart, signature, send } = await asking();
      await send(signature);
      const otherChart = await patient.registry.read.chartOf([otherPatient.address]);

      expect(await patient.registry.read.nonces([asAddress(chart)])).toBe(1n);
      expect(await patient.registry.read.nonces([asAddress(otherChart)])).toBe(0n);
    });

    it("leaves the nonces of the records alone", async () => {
      const { patient, chart, signature, send } = await asking();
      await send(signature);
      expect(await patient.records.read.nonces([asAddress(chart)])).toBe(0n);
    });

    it("is not used by what the patient does directly", async () => {
      const { patient, signature, send, careAtHarbour } = await asking();
      await patient.registry.write.askForCare([HARBOUR]);
      await patient.registry.write.leaveCare([HARBOUR]);
      await send(signature);
      expect(await careAtHarbour()).toBe(ASKED);
    });

    it("keeps it when the call is refused", async () => {
      const { patient, chart, signature, send } = await asking();
      await patient.registry.write.askForCare([HARBOUR]);
      await expectRefusal(send(signature), "CareUnexpectedStatus", [chart, HARBOUR, ASKED]);

      await patient.registry.write.leaveCare([HARBOUR]);
      await send(signature);
    });
  });

  describe("given a signature epoch", () => {
    it("is refused once the patient cancelled what was signed", async () => {
      const { patient, signature, send } = await asking();
      await patient.registry.write.cancelSignatures();
      await expectRefusal(send(signature), "SignatureInvalid", [patient.address]);
    });

    it("is done when it was signed afterwards", async () => {
      const { patient, stranger, careAtHarbour } = await asking();
      await patient.registry.write.cancelSignatures();
      await execute(stranger, patient, askingForCare(HARBOUR));
      expect(await careAtHarbour()).toBe(ASKED);
    });

    it("is done though another patient cancelled theirs", async () => {
      const { otherPatient, signature, send } = await asking();
      await otherPatient.registry.write.cancelSignatures();
      await send(signature);
    });

    it("is refused once the chart has another holder, however long it was to hold", async () => {
      const all = await asking();
      await recover(all, all.newcomer);
      const lasting = { deadline: FAR };
      const signature = await signChanged(all.patient, all.form, lasting);
      await expectRefusal(all.send(signature, lasting), "SignatureInvalid", [all.newcomer.address]);
    });

    it("is refused to the former holder in today's epoch too", async () => {
      const all = await asking();
      await recover(all, all.newcomer);
      const present = { epoch: 1, deadline: FAR };
      const signature = await signChanged(all.patient, all.form, present);
      await expectRefusal(all.send(signature, present), "SignatureInvalid", [all.newcomer.address]);

      await all.send(await signChanged(all.newcomer, all.form, present), present);
    });
  });

  it("names the patient as the one who acts, whoever sends it", async () => {
    const { patient, registrar, chart, signature, send } = await asking();
    const events = await eventsOf(send(signature, {}, registrar));
    expect(events).toEqual([{ name: "CareAsked", args: { chart, hospital: HARBOUR, actor: patient.address } }]);
  });

  it("gives whoever sends it nothing: their next call is their own", async () => {
    const { stranger, signature, send } = await asking();
    await send(signature);
    await expectRefusal(stranger.registry.write.leaveCare([HARBOUR]), "ChartNotHolder", [stranger.address]);
  });

  describe("given a patient whose account is a contract", () => {
    it("is refused when the contract does not accept the signature", async () => {
      const { patient, stranger, form, send } = await asking();
      await acceptNoSignature(patient);
      await expectRefusal(send(await sign(stranger, form)), "SignatureInvalid", [patient.address]);
    });

    it("is done when the contract accepts the signature, whoever made it", async () => {
      const { patient, stranger, form, send, careAtHarbour } = await asking();
      await acceptEverySignature(patient);
      await send(await sign(stranger, form));
      expect(await careAtHarbour()).toBe(ASKED);
    });
  });
});

describe("what a request may ask for", () => {
  const selectorOf = (entry: AbiFunction) => toFunctionSelector(entry);

  for (const entry of functions.filter(({ name }) => !REQUESTABLE.includes(name))) {
    it(`is not ${entry.name}, though the patient signed it`, async () => {
      const { patient, stranger } = await world();
      const selector = selectorOf(entry);
      await expectRefusal(execute(stranger, patient, selector), "RequestNotAllowed", [selector]);
    });
  }

  for (const [name, call] of Object.entries({
    "nothing at all": "0x",
    "less than a selector": "0xabcdef",
    "a function that does not exist": "0xdeadbeef",
  } as const)) {
    it(`is not ${name}`, async () => {
      const { patient, stranger } = await world();
      const selector = padHex(call, { size: 4, dir: "right" });
      await expectRefusal(execute(stranger, patient, call), "RequestNotAllowed", [selector]);
    });
  }

  it("is not a request in a request", async () => {
    const { patient, stranger, request, signature } = await asking();
    const call = encodeFunctionData({
      abi: registryAbi,
      functionName: "executeRequest",
      args: [request, signature],
    });
    await expectRefusal(execute(stranger, patient, call), "RequestNotAllowed");
  });

  for (const name of REQUESTABLE.filter((each) => each !== "cancelSignatures" && each !== "cancelRecovery")) {
    it(`is ${name}, though not without its arguments`, async () => {
      const { patient, stranger } = await world();
      const [entry] = functions.filter((each) => each.name === name);
      if (entry === undefined) throw new Error(`The registry has no function ${name}.`);
      await expectRefusal(execute(stranger, patient, selectorOf(entry)), "FailedCall");
    });
  }

  it("is refused with the reason that the call itself is refused with", async () => {
    const { patient, stranger, chart } = await world();
    await expectRefusal(execute(stranger, patient, askingForCare(99)), "RolesHospitalNotOpened", [99]);
    const cancelling = encodeFunctionData({ abi: registryAbi, functionName: "cancelRecovery" });
    await expectRefusal(execute(stranger, patient, cancelling), "RecoveryNotUnderWay", [chart]);
  });
});

/** A chart stands in as an address where nonces are kept. */
function asAddress(chart: Hex): Hex {
  return getAddress(chart);
}
