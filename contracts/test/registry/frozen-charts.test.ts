import type { Hash } from "viem";
import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { OWN_ACTS } from "../support/own-acts.ts";
import { startRecovery } from "../support/recoveries.ts";
import { execute } from "../support/registry-requests.ts";
import { rightfulCalls, type RightfulCall } from "../support/rightful-calls.ts";
import { HARBOUR, world, type World } from "../support/world.ts";

/** What widens, or would change who recovers, in the chart's name. The request here is one to be taken into care. */
const REFUSED: readonly RightfulCall["name"][] = [
  "registry.askForCare",
  "registry.executeRequest",
  "registry.proposeAuthoriser",
];

/** They start, end or need a recovery themselves: see the tests of recovery and of authorisers. */
const ABOUT_RECOVERY: readonly RightfulCall["name"][] = [
  "registry.startRecovery",
  "registry.completeRecovery",
  "registry.cancelRecovery",
  "registry.completeAuthoriser",
];

const calls = rightfulCalls.filter(({ name }) => name.startsWith("registry.") && !ABOUT_RECOVERY.includes(name));

/** Somebody who has nothing to do with any of the calls is to become the new holder. */
function freeze({ chart, patient, stranger }: World): Promise<Hash> {
  return startRecovery(chart, authoriserOf(patient), stranger);
}

describe("while a recovery of the chart is under way", () => {
  for (const { name, by, prepare } of calls.filter((call) => REFUSED.includes(call.name))) {
    it(`${name} is refused to the ${by}, until it is cancelled`, async () => {
      const all = await world();
      const send = await prepare(all);
      await freeze(all);
      await expectRefusal(send(all[by]), "ChartFrozen", [all.chart]);

      await all.patient.registry.write.cancelRecovery();
      await send(all[by]);
    });
  }

  for (const { name, by, prepare } of calls.filter((call) => !REFUSED.includes(call.name))) {
    it(`${name} of the ${by} goes on as ever`, async () => {
      const all = await world();
      const send = await prepare(all);
      await freeze(all);
      await send(all[by]);
    });
  }

  for (const [name, { call }] of Object.entries(OWN_ACTS)) {
    const isRefused = REFUSED.includes(`registry.${name}`);
    it(`a signed request for ${name} ${isRefused ? "is refused" : "goes on"} as the patient's own call`, async () => {
      const all = await world();
      await freeze(all);
      const sent = execute(all.stranger, all.patient, await call(all));
      await (isRefused ? expectRefusal(sent, "ChartFrozen", [all.chart]) : sent);
    });
  }

  it("another chart is as free as ever", async () => {
    const all = await world();
    await freeze(all);
    const { otherPatient } = all;
    await otherPatient.registry.write.askForCare([HARBOUR]);
    await otherPatient.registry.write.proposeAuthoriser([all.newcomer.address]);
    const otherChart = await otherPatient.registry.read.chartOf([otherPatient.address]);
    expect(await otherPatient.registry.read.whoControls([otherChart])).toEqual([otherPatient.address, 0, false]);
  });
});
