import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { concat, encodeFunctionData, getAddress, padHex, slice, toFunctionSelector, zeroHash, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { attest } from "../support/attestations.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { execute } from "../support/registry-requests.ts";
import { CAPSULES, idOf, newReport } from "../support/reports.ts";
import { signAndSend, signedRequest } from "../support/signed-acts.ts";
import { sign } from "../support/signer.ts";
import { HARBOUR, NORTHFIELD, world, type World } from "../support/world.ts";

/** All that a patient may ask of the records by a generic request. Each is tried in `signed-equals-direct`. */
const REQUESTABLE = new Set([
  "addReport",
  "correctReport",
  "rekeyReport",
  "addRemark",
  "retractReport",
  "eraseReport",
  "declineRequest",
  "publishCapsules",
  "publishOwnCapsules",
]);

const selectorsOf = (abi: typeof recordsAbi | typeof registryAbi) =>
  abi.flatMap((entry) => (entry.type === "function" ? [[entry.name, toFunctionSelector(entry)] as const] : []));
const ALLOWED = selectorsOf(recordsAbi)
  .filter(([name]) => REQUESTABLE.has(name))
  .map(([, selector]) => selector);

const erasing = (report: Hex) => encodeFunctionData({ abi: recordsAbi, functionName: "eraseReport", args: [report] });
const nonceOf = ({ stranger, chart }: World) => stranger.records.read.nonces([chart]);

describe("a signed request", () => {
  describe("is refused for a call that is not in the list", () => {
    const others = [
      ...selectorsOf(recordsAbi).map(([name, selector]) => [`records.${name}`, selector] as const),
      ...selectorsOf(registryAbi).map(([name, selector]) => [`registry.${name}`, selector] as const),
    ].filter(([, selector]) => !ALLOWED.includes(selector));

    for (const [name, selector] of others) {
      it(name, async () => {
        const all = await world();
        const act = await signedRequest(all, concat([selector, zeroHash, zeroHash]));
        await expectRefusal(signAndSend(act, all.patient), "RequestNotAllowed", [selector]);
      });
    }

    it("that is empty", async () => {
      const all = await world();
      await expectRefusal(signAndSend(await signedRequest(all, "0x"), all.patient), "RequestNotAllowed", [
        "0x00000000",
      ]);
    });

    it("that is shorter than a selector", async () => {
      const all = await world();
      const call = slice(erasing(all.report), 0, 3);
      await expectRefusal(signAndSend(await signedRequest(all, call), all.patient), "RequestNotAllowed", [
        padHex(call, { size: 4, dir: "right" }),
      ]);
    });
  });

  it("allows nine calls", () => {
    expect(ALLOWED).toHaveLength(9);
  });

  for (const nonce of [1n, 2n ** 256n - 1n]) {
    it(`is refused with nonce ${nonce} before the first`, async () => {
      const all = await world();
      const act = await signedRequest(all, erasing(all.report), { nonce });
      await expectRefusal(signAndSend(act, all.patient), "InvalidAccountNonce", [getAddress(all.chart), 0n]);
    });
  }

  it("is refused with a nonce that was used", async () => {
    const all = await world();
    const act = await signedRequest(all, erasing(all.report));
    const signature = await sign(all.patient, act.form);
    await act.send(signature);
    await expectRefusal(act.send(signature), "InvalidAccountNonce", [getAddress(all.chart), 1n]);
    await expectRefusal(
      signAndSend(await signedRequest(all, erasing(all.report), { nonce: 0n }), all.patient),
      "InvalidAccountNonce",
      [getAddress(all.chart), 1n],
    );
  });

  it("is refused with another call than was signed", async () => {
    const all = await world();
    await all.patient.records.write.addReport([newReport(all.chart, 0)]);
    const own = idOf(all.patient, all.chart, all.chart);
    const signature = await sign(all.patient, (await signedRequest(all, erasing(own))).form);
    const altered = await signedRequest(all, erasing(all.report));
    await expectRefusal(altered.send(signature), "SignatureInvalid", [all.patient.address]);
  });

  it("is refused in the name of another chart than was signed", async () => {
    const all = await world();
    const chart = await all.otherPatient.registry.read.chartOf([all.otherPatient.address]);
    const signature = await sign(all.patient, (await signedRequest(all, erasing(all.report))).form);
    const altered = await signedRequest(all, erasing(all.report), { chart });
    await expectRefusal(altered.send(signature), "SignatureInvalid", [all.otherPatient.address]);
  });

  it("gives its signer no right over another chart", async () => {
    const all = await world();
    const chart = await all.otherPatient.registry.read.chartOf([all.otherPatient.address]);
    const act = await signedRequest(all, erasing(all.report), { chart });
    await expectRefusal(signAndSend(act, all.otherPatient), "ReportNotHolder", [all.chart, all.otherPatient.address]);
  });

  it("gives its signer none of the rights of whoever sends it", async () => {
    const all = await world();
    const added = newReport(all.chart, NORTHFIELD, { commitment: padHex("0xc1", { size: 32 }) });
    const call = encodeFunctionData({ abi: recordsAbi, functionName: "addReport", args: [added] });
    await expectRefusal(signAndSend(await signedRequest(all, call), all.patient, all.doctor), "ReportNotAssigned", [
      all.chart,
      all.patient.address,
      NORTHFIELD,
    ]);
  });

  it("gives whoever sends it none of the rights of its signer", async () => {
    const all = await world();
    await signAndSend(await signedRequest(all, erasing(all.report)), all.patient);
    await expectRefusal(all.stranger.records.write.eraseReport([all.report]), "ReportNotHolder", [
      all.chart,
      all.stranger.address,
    ]);
  });

  it("fails with the error of the call it names, and may be sent again", async () => {
    const all = await world();
    const own = idOf(all.patient, all.chart, all.chart);
    const act = await signedRequest(all, erasing(own));
    const signature = await sign(all.patient, act.form);
    await expectRefusal(act.send(signature), "ReportUnknown", [own]);
    expect(await nonceOf(all)).toBe(0n);

    await all.patient.records.write.addReport([newReport(all.chart, 0)]);
    await act.send(signature);
    expect(await nonceOf(all)).toBe(1n);
  });

  it("fails when its arguments do not decode", async () => {
    const all = await world();
    const call = slice(erasing(all.report), 0, 20);
    await expectRefusal(signAndSend(await signedRequest(all, call), all.patient), "FailedCall");
  });

  it("takes the chart's next nonce, and that of no other chart", async () => {
    const all = await world();
    const otherChart = await all.otherPatient.registry.read.chartOf([all.otherPatient.address]);
    const wrapping = encodeFunctionData({
      abi: recordsAbi,
      functionName: "publishOwnCapsules",
      args: [1, CAPSULES],
    });
    for (const nonce of [1n, 2n]) {
      await signAndSend(await signedRequest(all, wrapping), all.patient);
      expect(await nonceOf(all)).toBe(nonce);
    }
    expect(await all.stranger.records.read.nonces([otherChart])).toBe(0n);
    await signAndSend(await signedRequest(all, wrapping, { chart: otherChart }), all.otherPatient);
  });

  it("does not share its nonce with the registry", async () => {
    const all = await world();
    const call = encodeFunctionData({ abi: registryAbi, functionName: "askForCare", args: [HARBOUR] });
    await execute(all.stranger, all.patient, call);
    expect(await all.stranger.registry.read.nonces([all.chart])).toBe(1n);
    expect(await nonceOf(all)).toBe(0n);
  });

  it("lets a patient who is a doctor as well retract their own report in another chart, as themself", async () => {
    const all = await world();
    await attest(all.attester, all.otherPatient);
    const { registrar, otherPatient, chart } = all;
    await registrar.registry.write.grantRole([
      await otherPatient.registry.read.doctorRole([NORTHFIELD]),
      otherPatient.address,
    ]);
    await registrar.registry.write.assignDoctor([chart, otherPatient.address, NORTHFIELD]);
    await otherPatient.records.write.addReport([newReport(chart, NORTHFIELD)]);
    const report = idOf(otherPatient, chart, otherPatient.address);

    const call = encodeFunctionData({ abi: recordsAbi, functionName: "retractReport", args: [report, 1] });
    const ownChart = await otherPatient.registry.read.chartOf([otherPatient.address]);
    const [event] = await eventsOf(signAndSend(await signedRequest(all, call, { chart: ownChart }), otherPatient));
    expect(event).toEqual({
      name: "ReportRetracted",
      args: { report, chart, actor: otherPatient.address, reason: 1 },
    });
  });
});
