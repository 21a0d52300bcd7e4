import { recoverChart, replaceRecoveryKey } from "@chartkey/protocol/chart-forms";
import { publication } from "../forms/key.ts";
import type { Operations } from "../operation.ts";
import { DAY } from "../times.ts";
import { DEADLINE, type World } from "../world.ts";

export const recovery = {
  "start a recovery, as the new holder": async (world) =>
    world.newcomer.registry("startRecovery", [
      ...(await recoveryTerms(world)),
      await agreed(world, "authoriser"),
      "0x",
    ]),
  "start a recovery, by signature": async (world) => {
    const signatures = [await agreed(world, "authoriser"), await agreed(world, "newcomer")] as const;
    return world.stranger.registry("startRecovery", [...recoveryTerms(world), ...signatures]);
  },
  "cancel a recovery": async (world) => {
    await startRecovery(world);
    return world.patient.registry("cancelRecovery", []);
  },
  "complete a recovery": async (world) => {
    const { contracts, newcomer, chart, send, wait, stranger } = world;
    await send(newcomer.registry("publishKey", [await publication(contracts, newcomer)]));
    await startRecovery(world);
    await wait(4n * DAY);
    return stranger.registry("completeRecovery", [chart]);
  },
  "replace the authoriser": async ({ contracts, chart, patient, authoriser, stranger }) => {
    const form = { chart, newRecoveryKey: stranger.address, epoch: 0, deadline: DEADLINE };
    const signature = await authoriser.account.signTypedData(replaceRecoveryKey(contracts, form));
    return patient.registry("replaceAuthoriser", [stranger.address, DEADLINE, signature]);
  },
  "propose an authoriser": ({ patient, stranger }) => patient.registry("proposeAuthoriser", [stranger.address]),
  "complete a proposed authoriser": async ({ patient, stranger, chart, send, wait }) => {
    await send(patient.registry("proposeAuthoriser", [stranger.address]));
    await wait(31n * DAY);
    return stranger.registry("completeAuthoriser", [chart]);
  },
} satisfies Operations;

function recoveryTerms({ chart, newcomer }: World) {
  return [chart, newcomer.address, DEADLINE] as const;
}

function agreed(world: World, signer: "authoriser" | "newcomer") {
  const form = { chart: world.chart, newHolder: world.newcomer.address, nonce: 0n, deadline: DEADLINE };
  return world[signer].account.signTypedData(recoverChart(world.contracts, form));
}

async function startRecovery(world: World): Promise<void> {
  const args = [...recoveryTerms(world), await agreed(world, "authoriser"), "0x"] as const;
  await world.send(world.newcomer.registry("startRecovery", args));
}
