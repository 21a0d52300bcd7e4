import type { Hex } from "viem";
import { DEFAULT_ADMIN_ROLE, PAUSER_ROLE, parseRole, registrarRole, type Role } from "../role-id.ts";
import {
  accountAt,
  change,
  concatenated,
  dutiesOf,
  fetchHospital,
  fetchNetwork,
  lower,
  must,
  newestPeriod,
  put,
  startPeriod,
  storable,
  type Book,
} from "./book.ts";
import type { ScheduledRoleGrant } from "./entities.ts";
import type { Handlers } from "./handlers.ts";
import { hasRole, isAttested, isClinical } from "./reading.ts";

const DAY = 86_400;
const PAUSE_DURATION = 3 * DAY;
/** How long a longer delay waits at most, as OpenZeppelin has it. */
const DELAY_INCREASE_WAIT = 5 * DAY;
const CLASSES = { "default-admin": "DEFAULT_ADMIN", attester: "ATTESTER", pauser: "PAUSER" } as const;

type RoleEvents =
  | "HospitalOpened"
  | "RoleGranted"
  | "RoleRevoked"
  | "RoleGrantScheduled"
  | "RoleGrantCancelled"
  | "DefaultAdminTransferScheduled"
  | "DefaultAdminTransferCanceled"
  | "DefaultAdminDelayChangeScheduled"
  | "DefaultAdminDelayChangeCanceled"
  | "Paused"
  | "Unpaused";

/** Roles, scheduled grants, the handover of the default admin, hospitals, pauses. */
export const roleEvents: Handlers<RoleEvents> = {
  HospitalOpened(book, { hospital: number, name, actor }) {
    mustHold(book, DEFAULT_ADMIN_ROLE, actor);
    const hospital = fetchHospital(book, number);
    must(book, hospital.opened === null, "OfficesActWithinTheirPowers", "a hospital was opened twice");
    change(book, hospital, { name: storable(name), openedAt: book.now, opened: book.at });
    Object.assign(book.audit, { actor: accountAt(book, actor), hospital: hospital.id });
  },

  RoleGranted(book, { role, account: granted, sender }) {
    const account = accountAt(book, granted);
    const parsed = parseRole(role);
    if (parsed?.kind === "default-admin") acceptDefaultAdmin(book, account);
    else {
      mustNotBePaused(book);
      mustHold(book, adminOf(parsed), sender);
    }
    must(book, parsed !== null, "OfficesActWithinTheirPowers", "the role is none of the network");
    must(book, !hasRole(book, role, account), "OfficesActWithinTheirPowers", "a role was granted to who held it");
    if (parsed && "hospital" in parsed) {
      const isOpen = fetchHospital(book, parsed.hospital).opened !== null;
      must(book, isOpen, "OfficesActWithinTheirPowers", "the hospital was never opened");
    }
    if (parsed?.kind === "attester" || parsed?.kind === "registrar") {
      const due = dueGrant(book, role, account)?.effectAt ?? null;
      must(book, due !== null && book.now >= due, "RoleDelaysAreKept", "a grant did not wait for its delay");
    }
    if (parsed?.kind === "attester") {
      const isBarred = (book.entities.accounts.get(account)?.disavowedSince ?? null) !== null;
      must(book, !isBarred, "OfficesActWithinTheirPowers", "a disavowed attester became attester again");
    }

    const membership = put(book, book.entities.roleMemberships, {
      id: startPeriod(book, concatenated(role, account)),
      ...roleFields(book, role, account),
      since: book.now,
      granted: book.at,
      until: null,
      revoked: null,
    });
    endScheduledGrant(book, role, account);
    if (parsed?.kind === "default-admin") {
      const network = fetchNetwork(book);
      change(book, network, { handovers: network.handovers + 1 });
    }
    countDuty(book, parsed, account, 1);
    if (parsed?.kind === "doctor") {
      must(book, isAttested(book, account), "OfficesActWithinTheirPowers", "someone unattested was appointed");
    }
    mustBeSeparate(book, account);
    auditRole(book, membership, sender);
  },

  RoleRevoked(book, { role, account: revoked, sender }) {
    const account = accountAt(book, revoked);
    const parsed = parseRole(role);
    if (parsed?.kind === "default-admin") leaveDefaultAdmin(book, account);
    else mustDirect(book, role, account, sender);

    const membership = newestPeriod(book, book.entities.roleMemberships, concatenated(role, account));
    must(book, membership?.until === null, "OfficesActWithinTheirPowers", "a role was removed that was not held");
    if (!membership) return;
    change(book, membership, { until: book.now, revoked: book.at });
    countDuty(book, parsed, account, -1);
    auditRole(book, membership, sender);
  },

  RoleGrantScheduled(book, { role, account: announced, actor, effectAt }) {
    const account = accountAt(book, announced);
    mustHold(book, DEFAULT_ADMIN_ROLE, actor);
    const kind = parseRole(role)?.kind;
    must(
      book,
      kind === "attester" || kind === "registrar",
      "OfficesActWithinTheirPowers",
      "a role was announced that is granted at once",
    );
    mustWaitTheDelay(book, effectAt, "a grant was announced without the delay");
    endScheduledGrant(book, role, account);
    const scheduled = put(book, book.entities.scheduledRoleGrants, {
      id: startPeriod(book, scheduledGrantsId(role, account)),
      ...roleFields(book, role, account),
      effectAt,
      handovers: fetchNetwork(book).handovers,
      scheduledAt: book.now,
      scheduled: book.at,
      endedAt: null,
      ended: null,
    });
    auditRole(book, scheduled, actor);
  },

  RoleGrantCancelled(book, { role, account: announced, actor }) {
    const account = accountAt(book, announced);
    mustDirect(book, role, account, actor);
    const scheduled = endScheduledGrant(book, role, account);
    must(book, scheduled !== undefined, "OfficesActWithinTheirPowers", "nothing was announced that could be cancelled");
    if (scheduled) auditRole(book, scheduled, actor);
  },

  DefaultAdminTransferScheduled(book, { newAdmin, acceptSchedule }) {
    mustWaitTheDelay(book, acceptSchedule, "a handover was announced without the delay");
    const account = Number(newAdmin) === 0 ? null : lower(newAdmin);
    book.memory.successor = { account, dueAt: acceptSchedule };
    Object.assign(book.audit, { account: accountAt(book, newAdmin), role: CLASSES["default-admin"] });
  },

  DefaultAdminTransferCanceled(book) {
    must(
      book,
      book.memory.successor !== null,
      "OfficesActWithinTheirPowers",
      "no handover was announced that could be cancelled",
    );
    book.memory.successor = null;
    book.audit.role = CLASSES["default-admin"];
  },

  DefaultAdminDelayChangeScheduled(book, { newDelay, effectSchedule }) {
    const present = defaultAdminDelay(book);
    if (present !== null) {
      const wait = newDelay > present ? Math.min(newDelay, DELAY_INCREASE_WAIT) : present - newDelay;
      must(book, effectSchedule === book.now + wait, "RoleDelaysAreKept", "the delay was changed too early");
    }
    book.memory.delay = present;
    book.memory.nextDelay = { delay: newDelay, dueAt: effectSchedule };
    book.audit.role = CLASSES["default-admin"];
  },

  DefaultAdminDelayChangeCanceled(book) {
    must(
      book,
      book.memory.nextDelay !== null,
      "OfficesActWithinTheirPowers",
      "no change of the delay was announced that could be cancelled",
    );
    book.memory.nextDelay = null;
    book.audit.role = CLASSES["default-admin"];
  },

  Paused(book, { actor, until }) {
    const network = fetchNetwork(book);
    const isRested = network.pausedUntil === 0 || book.now >= network.pausedUntil + PAUSE_DURATION;
    must(book, isRested, "PausesStopWidening", "a pause followed another too soon");
    must(book, Number(until) === book.now + PAUSE_DURATION, "PausesStopWidening", "a pause has another length");
    mustHold(book, PAUSER_ROLE, actor);
    change(book, network, { pausedUntil: Number(until), pausing: book.at });
    book.audit.actor = accountAt(book, actor);
  },

  Unpaused(book, { actor }) {
    const network = fetchNetwork(book);
    must(book, book.now < network.pausedUntil, "PausesStopWidening", "a pause ended that was over");
    if (!hasRole(book, DEFAULT_ADMIN_ROLE, lower(actor))) mustHold(book, PAUSER_ROLE, actor);
    change(book, network, { pausedUntil: book.now, pausing: book.at });
    book.audit.actor = accountAt(book, actor);
  },
};

export function mustNotBePaused(book: Book): void {
  const isPaused = book.now < (book.entities.networks.get("network")?.pausedUntil ?? 0);
  must(book, !isPaused, "PausesStopWidening", "something was widened during a pause");
}

/** Of roles of one hospital, this is also what keeps hospitals apart. */
export function mustHold(book: Book, role: Hex, actor: string): void {
  must(
    book,
    hasRole(book, role, lower(actor)),
    parseRole(role)?.kind === "registrar" ? "HospitalsAreSeparate" : "OfficesActWithinTheirPowers",
    "an office was used by someone who does not hold it",
  );
}

export function mustBeSeparate(book: Book, account: string): void {
  must(
    book,
    dutiesOf(book, account).administrative === 0 || !isClinical(book, account),
    "DutiesAreSeparate",
    "an account is both administrative and clinical",
  );
}

export function scheduledGrantsId(role: string, account: string): string {
  return concatenated(role, account, "0x01");
}

/** What `defaultAdminDelay()` answers, in seconds; null while no announcement has shown it. */
export function defaultAdminDelay({ memory, now: present }: Book, now = present): number | null {
  return memory.nextDelay !== null && memory.nextDelay.dueAt < now ? memory.nextDelay.delay : memory.delay;
}

/** What of a role and an account was announced and still stands. */
export function dueGrant(book: Book, role: string, account: string): ScheduledRoleGrant | undefined {
  const scheduled = newestPeriod(book, book.entities.scheduledRoleGrants, scheduledGrantsId(role, account));
  const stands = scheduled?.endedAt === null && scheduled.handovers === fetchNetwork(book).handovers;
  return stands ? scheduled : undefined;
}

function mustWaitTheDelay(book: Book, effectAt: number, otherwise: string): void {
  const delay = defaultAdminDelay(book);
  // The first announcement shows what the deployment chose.
  if (delay === null) book.memory.delay = effectAt - book.now;
  else must(book, effectAt === book.now + delay, "RoleDelaysAreKept", otherwise);
}

/** The first default admin is the deployer's choice; every other was announced. */
function acceptDefaultAdmin(book: Book, account: string): void {
  const { memory } = book;
  if (fetchNetwork(book).handovers > 0) {
    const isDue = memory.successor?.account === account && memory.successor.dueAt < book.now;
    must(book, isDue && memory.defaultAdmin === null, "RoleDelaysAreKept", "a handover completed early");
  }
  memory.successor = null;
  memory.defaultAdmin = account;
}

function leaveDefaultAdmin(book: Book, account: string): void {
  const { memory } = book;
  const isDue = memory.successor !== null && memory.successor.dueAt < book.now;
  must(book, isDue && memory.defaultAdmin === account, "RoleDelaysAreKept", "the default admin left too early");
  if (memory.successor?.account === null) memory.successor = null;
  memory.defaultAdmin = null;
}

/** Whoever directs a role, or the one who holds it. */
function mustDirect(book: Book, role: string, account: string, actor: string): void {
  if (lower(actor) !== account) mustHold(book, adminOf(parseRole(role)), actor);
}

function adminOf(role: Role | null): Hex {
  return role?.kind === "doctor" ? registrarRole(role.hospital) : DEFAULT_ADMIN_ROLE;
}

function countDuty(book: Book, role: Role | null, account: string, by: 1 | -1): void {
  const { administrative, appointments } = dutiesOf(book, account);
  const counted =
    role?.kind === "doctor"
      ? { administrative, appointments: appointments + by }
      : { administrative: administrative + by, appointments };
  book.duties.set(account, counted);
}

function endScheduledGrant(book: Book, role: string, account: string): ScheduledRoleGrant | undefined {
  const scheduled = newestPeriod(book, book.entities.scheduledRoleGrants, scheduledGrantsId(role, account));
  if (scheduled && scheduled.ended === null) change(book, scheduled, { endedAt: book.now, ended: book.at });
  return scheduled;
}

function roleFields(book: Book, roleId: Hex, account: string) {
  const hospital = Number.parseInt(roleId.slice(-8), 16);
  return {
    roleId: lower(roleId),
    role: classOf(roleId),
    hospital: hospital === 0 ? null : fetchHospital(book, hospital).id,
    account,
  };
}

function classOf(role: Hex): string {
  const classes = [CLASSES["default-admin"], CLASSES.attester, CLASSES.pauser, "REGISTRAR", "DOCTOR"];
  return classes[Number.parseInt(role.slice(2, 4), 16)] ?? "OTHER";
}

function auditRole(
  book: Book,
  { account, hospital, role }: { account: string; hospital: string | null; role: string },
  actor: string,
): void {
  Object.assign(book.audit, { actor: accountAt(book, actor), account, hospital, role });
}
