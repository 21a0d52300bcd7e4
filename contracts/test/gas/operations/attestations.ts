import type { DoctorAttestation } from "@chartkey/protocol/typed-data";
import { attestation, signAttestation } from "../forms/attestation.ts";
import type { Operations } from "../operation.ts";
import type { Person } from "../person.ts";
import { DAY, NOW } from "../times.ts";
import { NORTHFIELD, type World } from "../world.ts";

export const attestations = {
  "submit the first attestation": async (world) => submission(world, world.newcomer, attestation(world.newcomer, NOW)),
  "renew an attestation": async (world) => submission(world, world.colleague, attestation(world.colleague, NOW)),
  "start to replace a wallet": async (world) => submission(world, world.newcomer, ofColleague(world)),
  "complete replacing a wallet": async (world) => {
    await replaceColleague(world);
    await world.wait(8n * DAY);
    return world.newcomer.registry("completeReplacement", [ofColleague(world)]);
  },
  "veto a replacement": async (world) => {
    await replaceColleague(world);
    return world.colleague.registry("vetoReplacement", [ofColleague(world).licenceTag, 0]);
  },
  "veto a replacement, as a registrar": async (world) => {
    await replaceColleague(world);
    return world.registrar.registry("vetoReplacement", [ofColleague(world).licenceTag, NORTHFIELD]);
  },
  "overrule a veto": async (world) => {
    await replaceColleague(world);
    await world.send(world.colleague.registry("vetoReplacement", [ofColleague(world).licenceTag, 0]));
    await world.wait(8n * DAY);
    return world.admin.registry("overruleVeto", [ofColleague(world).licenceTag]);
  },
  "revoke an attestation": ({ attester, colleague }) => attester.registry("revokeAttestation", [colleague.address]),
  "disavow an attester": ({ admin, attester }) => admin.registry("disavowAttester", [attester.address, NOW - DAY]),
} satisfies Operations;

/** What the newcomer would submit to take over from the colleague's wallet. */
function ofColleague({ newcomer, colleague }: World): DoctorAttestation {
  return attestation(newcomer, NOW, colleague.name);
}

async function submission({ contracts, attester }: World, subject: Person, attested: DoctorAttestation) {
  return subject.registry("submitAttestation", [attested, await signAttestation(contracts, attester, attested)]);
}

async function replaceColleague(world: World): Promise<void> {
  await world.send(await submission(world, world.newcomer, ofColleague(world)));
}
