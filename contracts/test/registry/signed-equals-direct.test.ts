import { recoverChart } from "@chartkey/protocol/chart-forms";
import { chartIdOf } from "@chartkey/protocol/chart";
import { keccak256, type Hash } from "viem";
import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { chain, nextAt, now } from "../support/chain.ts";
import { inTheNameOf } from "../support/contract-accounts.ts";
import { eventsOf } from "../support/events.ts";
import { keyPublication } from "../support/keys.ts";
import { location } from "../support/location.ts";
import { OWN_ACTS } from "../support/own-acts.ts";
import { recoveryFor } from "../support/recoveries.ts";
import { register } from "../support/registrations.ts";
import { execute } from "../support/registry-requests.ts";
import { settingsOf } from "../support/settings.ts";
import { sign } from "../support/signer.ts";
import { world, type World } from "../support/world.ts";

const MINUTE = 60n;

/** The small world with `reach` done: the very same, to the second, however often it is asked for. */
function reached(reach: (all: World) => Promise<unknown>): () => Promise<World> {
  const build = async () => {
    const all = await world();
    await reach(all);
    return all;
  };
  return () => chain.networkHelpers.loadFixture(build);
}

/** What `act` does, at a moment that is the same for every act. */
async function outcomeOf(prepare: () => Promise<World>, act: (all: World) => Promise<Hash>) {
  const all = await prepare();
  const before = await viewsOf(all);
  await nextAt((await now()) + MINUTE);
  const events = await eventsOf(act(all));
  return { before, events, after: await viewsOf(all) };
}

/** All that anyone could see of the patient's chart and of the newcomer's, but for how often they signed. */
async function viewsOf(all: World) {
  const { contracts, newcomer, stranger } = all;
  const theirs = chartIdOf(location(contracts.registry), newcomer.address);
  const { nonces: _own, ...own } = await settingsOf(all);
  const { nonces: _others, ...others } = await settingsOf({ ...all, patient: newcomer, chart: theirs });
  const chartOf = await Promise.all(
    [all.patient, newcomer].map((each) => stranger.registry.read.chartOf([each.address])),
  );
  return { own, others, chartOf };
}

describe("what a patient signs and a stranger sends", () => {
  for (const [name, { reach, call }] of Object.entries(OWN_ACTS)) {
    it(`leaves the same events and views as the patient's own call: ${name}`, async () => {
      const prepare = reached(reach);
      const called = await outcomeOf(prepare, async (all) =>
        all.patient.wallet.sendTransaction({ to: all.contracts.registry, data: await call(all) }),
      );
      const sent = await outcomeOf(prepare, async (all) => execute(all.stranger, all.patient, await call(all)));

      expect(sent).toEqual(called);
      expect(sent.events).not.toEqual([]);
      expect(sent.after).not.toEqual(sent.before);
    });
  }

  it("leaves the same events and views as the patient's own call: registerPatient", async () => {
    const keyOf = ({ newcomer }: World) => keyPublication(newcomer, { encryptionKey: keccak256("0x01") });
    const called = await outcomeOf(world, async (all) =>
      all.newcomer.registry.write.registerPatient([await keyOf(all), authoriserOf(all.newcomer).address]),
    );
    const sent = await outcomeOf(world, async (all) => register(all.stranger, all.newcomer, await keyOf(all)));

    expect(sent).toEqual(called);
    expect(sent.after).not.toEqual(sent.before);
  });
});

describe("a recovery", () => {
  const signed = async ({ chart, patient, newcomer, contracts }: World) => {
    const recovery = await recoveryFor(chart, newcomer);
    const form = recoverChart(location(contracts.registry), recovery);
    return {
      authorised: await sign(authoriserOf(patient), form),
      accepted: await sign(newcomer, form),
      args: [chart, newcomer.address, recovery.deadline] as const,
    };
  };

  it("leaves the same events and views, whoever of the two sends it, or a stranger what both signed", async () => {
    const byAuthoriser = await outcomeOf(world, async (all) => {
      const { args, accepted } = await signed(all);
      const { registry } = await inTheNameOf(authoriserOf(all.patient).address, all.contracts);
      return registry.write.startRecovery([...args, "0x", accepted]);
    });
    const byNewHolder = await outcomeOf(world, async (all) => {
      const { args, authorised } = await signed(all);
      return all.newcomer.registry.write.startRecovery([...args, authorised, "0x"]);
    });
    const byStranger = await outcomeOf(world, async (all) => {
      const { args, authorised, accepted } = await signed(all);
      return all.stranger.registry.write.startRecovery([...args, authorised, accepted]);
    });

    expect(byStranger).toEqual(byAuthoriser);
    expect(byStranger).toEqual(byNewHolder);
    expect(byStranger.after).not.toEqual(byStranger.before);
  });
});
