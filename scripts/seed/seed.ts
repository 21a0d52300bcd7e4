import { chartIdOf, type ChartId } from "@chartkey/protocol/chart";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { patientOfProfile, type PatientProfile } from "@chartkey/protocol/patient-profile";
import { ATTESTER_ROLE, doctorRole, PAUSER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import { readFile } from "node:fs/promises";
import { actor, keyedActor, type Actor, type KeyedActor } from "./actor.ts";
import { signIn, type Licence } from "./otp-client.ts";
import { DEMO_INDEX, HOSPITALS } from "./people.ts";
import { addRemark, addReport, shareReport, type Writer } from "./reports.ts";
import type { SeedTarget } from "./seed-target.ts";

const NORTHFIELD = HOSPITALS[0].id;
const HARBOUR = HOSPITALS[1].id;
const DAY = 24 * 60 * 60;

/**
 * Opens the network's hospitals, appoints its registrars, its attester and its pauser, and plays a small fictional story on it, through the
 * same contracts, envelopes, store and OTP worker that the page uses.
 */
export async function seed(target: SeedTarget): Promise<void> {
  const registrars = await foundNetwork(target);

  const [marlowe, hallowell] = await Promise.all([
    doctor(target, DEMO_INDEX.drMarlowe, { authority: "NMC-DEMO", registrationNumber: "GM-1001" }),
    doctor(target, DEMO_INDEX.drHallowell, { authority: "NMC-DEMO", registrationNumber: "CA-1002" }),
  ]);
  await appoint(target, registrars.northfield, marlowe, NORTHFIELD);
  await appoint(target, registrars.harbour, hallowell, HARBOUR);

  const [anjali, tomas] = await Promise.all([
    patient(target, DEMO_INDEX.anjali, {
      name: "Anjali Fernhill",
      addressLines: ["7 Larkspur Lane"],
      city: "Northfield",
      postalCode: "NF1 2AB",
      country: "GB",
      phone: "+12025550141",
      email: "anjali@fernhill.example",
    }),
    patient(target, DEMO_INDEX.tomas, {
      name: "Tomas Wetherby",
      addressLines: ["12 Quay Street"],
      city: "Harbourside",
      postalCode: "HB3 4CD",
      country: "GB",
      phone: "+12025550142",
      email: "tomas@wetherby.example",
    }),
  ]);
  await giveCare(target, registrars.northfield, anjali, marlowe.actor, NORTHFIELD);
  await send(target, tomas.actor, "askForCare", [HARBOUR]);

  const { chart } = anjali;
  const shared = { chart, hospital: NORTHFIELD, patient: anjali.actor.key };
  // As the documents themselves say.
  const date = "2026-11-12";
  const bloodTest = await addReport(target, marlowe, {
    ...shared,
    metadata: about(date, "laboratory", "Blood test: sugar and cholesterol", "blood-test.pdf", "application/pdf"),
    document: await document("blood-test.pdf"),
  });
  await addReport(target, marlowe, {
    ...shared,
    metadata: about(date, "prescription", "Metformin and atorvastatin", "prescription.json", "application/fhir+json"),
    document: await document("prescription.json"),
  });
  await addReport(target, marlowe, {
    ...shared,
    metadata: about(date, "imaging", "Heart tracing (ECG)", "ecg.png", "image/png"),
    document: await document("ecg.png"),
  });
  const remark = await addRemark(target, marlowe, bloodTest, {
    patient: anjali.actor.key,
    text: "Good progress. Keep the evening walks; we repeat this in February.",
    date: today(),
  });
  // The patient opens with the key that Dr Marlowe wrapped for her; here both are played by one program.
  await shareReport(target, anjali, bloodTest, {
    reader: hallowell.actor.key,
    expiry: Math.floor(Date.now() / 1000) + 30 * DAY,
    purpose: "TREAT",
    remarks: [remark],
  });
}

async function foundNetwork(target: SeedTarget): Promise<{ northfield: Actor; harbour: Actor }> {
  const admin = actor(target, DEMO_INDEX.defaultAdmin);
  const northfield = actor(target, DEMO_INDEX.registrarNorthfield);
  const harbour = actor(target, DEMO_INDEX.registrarHarbour);
  for (const { id, name } of HOSPITALS) await send(target, admin, "openHospital", [id, name]);
  for (const [role, index] of [
    [ATTESTER_ROLE, DEMO_INDEX.attester],
    [registrarRole(NORTHFIELD), DEMO_INDEX.registrarNorthfield],
    [registrarRole(HARBOUR), DEMO_INDEX.registrarHarbour],
  ] as const) {
    const { address } = actor(target, index).account;
    await send(target, admin, "scheduleRoleGrant", [role, address]);
    // The local chain's delay is none: see contracts/ignition/modules/Chartkey.ts.
    await send(target, admin, "grantRole", [role, address]);
  }
  await send(target, admin, "grantRole", [PAUSER_ROLE, actor(target, DEMO_INDEX.pauser).account.address]);
  return { northfield, harbour };
}

async function doctor(target: SeedTarget, index: number, licence: Licence): Promise<Writer> {
  const keyed = await keyedActor(target, index);
  const otp = await signIn(target, keyed);
  const { attestation, signature } = await otp.verifyLicence(licence);
  await send(target, keyed, "submitAttestation", [attestation, signature]);
  await send(target, keyed, "publishKey", [keyed.publication]);
  return { actor: keyed, otp };
}

async function appoint(target: SeedTarget, registrar: Actor, { actor: { account } }: Writer, hospital: number) {
  await send(target, registrar, "grantRole", [doctorRole(hospital), account.address]);
}

async function patient(
  target: SeedTarget,
  index: number,
  profile: PatientProfile,
): Promise<Writer & { actor: KeyedActor; chart: ChartId }> {
  const keyed = await keyedActor(target, index);
  await send(target, keyed, "registerPatient", [keyed.publication, keyed.recoveryAuthoriser]);
  const otp = await signIn(target, keyed);
  const chart = chartIdOf(target, keyed.account.address);
  const writer = { actor: keyed, otp, chart };
  await addReport(target, writer, {
    chart,
    hospital: null,
    patient: keyed.key,
    metadata: about(today(), "profile", "My details", "profile.json", "application/fhir+json"),
    document: new TextEncoder().encode(JSON.stringify(patientOfProfile(profile))),
    explicitOnly: true,
  });
  return writer;
}

async function giveCare(
  target: SeedTarget,
  registrar: Actor,
  { actor: keyed, chart }: { actor: KeyedActor; chart: ChartId },
  { account: { address } }: KeyedActor,
  hospital: number,
) {
  await send(target, keyed, "askForCare", [hospital]);
  await send(target, registrar, "acceptCare", [chart, hospital]);
  await send(target, registrar, "assignDoctor", [chart, address, hospital]);
}

function send(target: SeedTarget, by: Actor, functionName: string, args: readonly unknown[]): Promise<void> {
  return by.send({ address: target.registry, abi: registryAbi, functionName, args });
}

function about(
  date: string,
  type: "laboratory" | "prescription" | "imaging" | "profile",
  title: string,
  filename: string,
  mediaType: string,
) {
  return { type, title, date, language: "en", filename, mediaType, text: null };
}

function document(name: string): Promise<Uint8Array> {
  return readFile(new URL(`./documents/${name}`, import.meta.url));
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
