import { doctorRole, PAUSER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import type { Operations } from "../operation.ts";
import { DAY, ROLE_DELAY } from "../times.ts";
import { NORTHFIELD } from "../world.ts";

const REGISTRAR_ROLE = registrarRole(NORTHFIELD);

export const roles = {
  "open a hospital": ({ admin }) => admin.registry("openHospital", [2, "Harbour Clinic"]),
  "schedule a registrar": ({ admin, stranger }) =>
    admin.registry("scheduleRoleGrant", [REGISTRAR_ROLE, stranger.address]),
  "grant a registrar's role that was scheduled": async ({ admin, stranger, send, wait }) => {
    await send(admin.registry("scheduleRoleGrant", [REGISTRAR_ROLE, stranger.address]));
    await wait(ROLE_DELAY);
    return admin.registry("grantRole", [REGISTRAR_ROLE, stranger.address]);
  },
  "grant a pauser's role": ({ admin, stranger }) => admin.registry("grantRole", [PAUSER_ROLE, stranger.address]),
  "remove a pauser's role": ({ admin, pauser }) => admin.registry("revokeRole", [PAUSER_ROLE, pauser.address]),
  "give up a pauser's role": ({ pauser }) => pauser.registry("renounceRole", [PAUSER_ROLE, pauser.address]),
  "appoint a doctor": async ({ registrar, colleague, send }) => {
    await send(registrar.registry("revokeRole", [doctorRole(NORTHFIELD), colleague.address]));
    return registrar.registry("grantRole", [doctorRole(NORTHFIELD), colleague.address]);
  },
  "end an appointment": ({ registrar, colleague }) =>
    registrar.registry("revokeRole", [doctorRole(NORTHFIELD), colleague.address]),
  "begin to hand over the default admin": ({ admin, nextAdmin }) =>
    admin.registry("beginDefaultAdminTransfer", [nextAdmin.address]),
  "cancel handing over the default admin": async ({ admin, nextAdmin, send }) => {
    await send(admin.registry("beginDefaultAdminTransfer", [nextAdmin.address]));
    return admin.registry("cancelDefaultAdminTransfer", []);
  },
  "accept the default admin": async ({ admin, nextAdmin, send, wait }) => {
    await send(admin.registry("beginDefaultAdminTransfer", [nextAdmin.address]));
    await wait(ROLE_DELAY + DAY);
    return nextAdmin.registry("acceptDefaultAdminTransfer", []);
  },
  "change the delay of roles": ({ admin }) => admin.registry("changeDefaultAdminDelay", [Number(2n * ROLE_DELAY)]),
  "take back a change of the delay": async ({ admin, send }) => {
    await send(admin.registry("changeDefaultAdminDelay", [Number(2n * ROLE_DELAY)]));
    return admin.registry("rollbackDefaultAdminDelay", []);
  },
} satisfies Operations;
