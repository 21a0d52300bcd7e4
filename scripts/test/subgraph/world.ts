import { chartIdOf } from "@chartkey/protocol/chart";
import { purposeIndex } from "@chartkey/protocol/purpose";
import { reportIdOf } from "@chartkey/protocol/report-id";
import { ATTESTER_ROLE, doctorRole, PAUSER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import { doctorAttestation, keyBundle, keyPossession } from "@chartkey/protocol/typed-data";
import { bytesToHex, concat, type Hex, keccak256, stringToHex, type TransactionReceipt } from "viem";
import { generatePrivateKey, type HDAccount, type LocalAccount, privateKeyToAccount } from "viem/accounts";
import { type IndexedNetwork, INITIAL_DELAY, localAccount, startIndexedNetwork } from "./indexed-network.ts";

/** The network that all parts of the test share; there once `openNetwork` is done. */
export let network: IndexedNetwork;

export const admin = localAccount(0);
export const registrars = { 1: localAccount(1), 2: localAccount(2) } as const;
export const attester = localAccount(3);
export const [doctorA, doctorB, doctorC, doctorD, doctorE] = [4, 5, 8, 9, 10].map(localAccount) as [
  HDAccount,
  HDAccount,
  HDAccount,
  HDAccount,
  HDAccount,
];
export const [patient, otherPatient] = [localAccount(6), localAccount(7)];
/** Default admin after `admin`, and after that one, from the part about roles on. */
export const [nextAdmin, lastAdmin] = [localAccount(11), localAccount(21)];
export const pauser = localAccount(12);

const DAY = 86_400n;

/** Two hospitals with a registrar each, an attester, a pauser; doctors A to D with keys, appointed at the first; two patients. */
export async function openNetwork(): Promise<void> {
  network = await startIndexedNetwork();
  const { mined, registryAs } = network;

  await mined(registryAs(admin).write.openHospital([1, "Northfield Hospital"]));
  await mined(registryAs(admin).write.openHospital([2, "Harbour Clinic"]));
  const announced = [
    [ATTESTER_ROLE, attester],
    [registrarRole(1), registrars[1]],
    [registrarRole(2), registrars[2]],
  ] as const;
  for (const [role, { address }] of announced) await mined(registryAs(admin).write.scheduleRoleGrant([role, address]));
  await pass(INITIAL_DELAY);
  for (const [role, { address }] of announced) await mined(registryAs(admin).write.grantRole([role, address]));
  await mined(registryAs(admin).write.grantRole([PAUSER_ROLE, pauser.address]));
  for (const doctor of [doctorA, doctorB, doctorC, doctorD]) {
    await attest(doctor);
    await publishKey(doctor, 1);
    await appoint(doctor, 1);
  }
  for (const holder of [patient, otherPatient]) await register(holder);
}

/** Lets time pass on the chain. */
export async function pass(seconds: number): Promise<void> {
  await network.client.increaseTime({ seconds });
  await network.client.mine({ blocks: 1 });
}

export function lower({ address }: LocalAccount): Hex {
  return address.toLowerCase() as Hex;
}

export function chartOf(holder: HDAccount): Hex {
  return chartIdOf(network.location, holder.address);
}

/** The key in a patient's keyring that can recover control of their chart. */
export function authoriserOf(holder: HDAccount): LocalAccount {
  return privateKeyToAccount(keccak256(concat([holder.address, stringToHex("authoriser")])));
}

/** 32 bytes that stand for `text`. */
export function digest(text: string): Hex {
  return keccak256(stringToHex(text));
}

/** A capsule bundle, as far as the contract can tell. */
export function inline(text: string): Hex {
  return stringToHex(text.padEnd(40));
}

export async function register(holder: HDAccount): Promise<TransactionReceipt> {
  const key = await keyOf(holder, 1);
  return network.mined(network.registryAs(holder).write.registerPatient([key, authoriserOf(holder).address]));
}

async function keyOf(account: HDAccount, version: number) {
  const encryption = privateKeyToAccount(generatePrivateKey());
  const bundle = bytesToHex(crypto.getRandomValues(new Uint8Array(100)));
  const statement = { account: account.address, version, bundleDigest: keccak256(bundle) };
  return {
    version,
    bundle,
    keyring: bytesToHex(crypto.getRandomValues(new Uint8Array(200))),
    possession: await encryption.signTypedData(keyPossession(network.location, statement)),
    accountSignature: await account.signTypedData(keyBundle(network.location, statement)),
    encryptionAddress: encryption.address.toLowerCase(),
  };
}

export async function publishKey(account: HDAccount, version: number) {
  const key = await keyOf(account, version);
  await network.mined(network.registryAs(account).write.publishKey([key]));
  return key;
}

/** Has the attester sign for the holder of `licence`, their own unless given, and the doctor submit it. */
export async function attest(
  doctor: HDAccount,
  { specialty = "General practice", licence = doctor, by = attester }: Partial<Attesting> = {},
) {
  const { location, mined, now, registryAs } = network;
  await pass(2);
  const issuedAt = await now();
  const message = {
    subject: doctor.address,
    licenceTag: digest(licence.address),
    professionalName: `Dr Test ${doctor.address.slice(-4)}`,
    specialty,
    validUntil: issuedAt + DAY * 365n,
    issuedAt,
  };
  const signature = await by.signTypedData(doctorAttestation(location, message));
  const receipt = await mined(registryAs(doctor).write.submitAttestation([message, signature]));
  return { ...message, receipt };
}

type Attesting = { specialty: string; licence: HDAccount; by: HDAccount };

export function appoint(doctor: HDAccount, hospital: 1 | 2): Promise<TransactionReceipt> {
  const { mined, registryAs } = network;
  return mined(registryAs(registrars[hospital]).write.grantRole([doctorRole(hospital), doctor.address]));
}

export function assign(doctor: HDAccount, holder: HDAccount = patient): Promise<TransactionReceipt> {
  const { mined, registryAs } = network;
  return mined(registryAs(registrars[1]).write.assignDoctor([chartOf(holder), doctor.address, 1]));
}

/** Adds a report to the other patient's chart. */
export async function addReport(actor: HDAccount, name: string, { hospital = 1, explicitOnly = false }): Promise<Hex> {
  const chart = chartOf(otherPatient);
  const commitment = digest(`commitment of ${name}`);
  await network.mined(
    network.recordsAs(actor).write.addReport([
      {
        chart,
        hospital,
        commitment,
        payload: digest(`payload of ${name}`),
        capsules: digest(`capsules of ${name}`),
        holderKeyVersion: 1,
        consentEpoch: await network.recordsAs(actor).read.consentEpochOf([chart]),
        explicitOnly,
      },
    ]),
  );
  return reportIdOf(network.location, { chart, author: hospital === 0 ? chart : lower(actor), commitment });
}

/** The other patient shares reports of theirs with a doctor for a week. */
export async function grant(
  reports: readonly Hex[],
  grantee: HDAccount,
  { purpose = "TREAT", name }: { purpose?: "TREAT" | "HRESCH"; name: string },
) {
  const terms = await termsOf(grantee, purpose);
  const shares = await Promise.all(
    reports.map(async (report) => {
      const [, , counter] = await network.recordsAs(grantee).read.consentOf([report, grantee.address]);
      return { report, counter, capsules: inline(`capsules ${name}`) };
    }),
  );
  const sent = network.recordsAs(otherPatient).write.grantConsents([{ ...terms, shares }]);
  return { expiry: terms.expiry, receipt: await network.mined(sent) };
}

/** The other patient shares everything, also what is to come, with a doctor for a week. */
export async function grantStanding(grantee: HDAccount, name: string) {
  const { mined, recordsAs } = network;
  const chart = chartOf(otherPatient);
  const [, , counter] = await recordsAs(grantee).read.standingConsentOf([chart, grantee.address]);
  const consentEpoch = await recordsAs(grantee).read.consentEpochOf([chart]);
  const terms = { ...(await termsOf(grantee, "TREAT")), chart, counter, consentEpoch, capsules: inline(name) };
  return { ...terms, receipt: await mined(recordsAs(otherPatient).write.grantStandingConsent([terms])) };
}

async function termsOf(grantee: HDAccount, purpose: "TREAT" | "HRESCH") {
  const [granteeKeyVersion] = await network.registryAs(grantee).read.keyOf([grantee.address]);
  const expiry = (await network.now()) + 7n * DAY;
  return { grantee: grantee.address, expiry, purpose: purposeIndex(purpose), granteeKeyVersion };
}
