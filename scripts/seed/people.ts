/** Everybody knows this phrase, so its accounts are worth nothing outside a local chain. */
export const DEMO_MNEMONIC = "test test test test test test test test test test test junk";

/** Positions in `DEMO_MNEMONIC`, BIP-44 `m/44'/60'/0'/0/index`. */
export const DEMO_INDEX = {
  defaultAdmin: 0,
  registrarNorthfield: 1,
  registrarHarbour: 2,
  attester: 3,
  drMarlowe: 4,
  drHallowell: 5,
  anjali: 6,
  tomas: 7,
  newPatient: 8,
  newDoctor: 9,
  pauser: 10,
} as const;

export const HOSPITALS = [
  { id: 1, name: "Northfield Hospital" },
  { id: 2, name: "Harbour Clinic" },
] as const;

/** A licence of the register that nobody of the demo was verified with. */
export const DEMO_LICENCE = { authority: "NMC-DEMO", registrationNumber: "RA-1003" } as const;

/** The wallets offered on the page in local mode, in the order shown. */
export const DEMO_WALLETS = [
  { name: "Anjali Fernhill, patient", role: "patient", index: DEMO_INDEX.anjali },
  { name: "Tomas Wetherby, patient", role: "patient", index: DEMO_INDEX.tomas },
  { name: "Someone new, patient", role: "patient", index: DEMO_INDEX.newPatient },
  { name: "Dr Priya Marlowe, Northfield Hospital", role: "doctor", index: DEMO_INDEX.drMarlowe },
  { name: "Dr Lena Hallowell, Harbour Clinic", role: "doctor", index: DEMO_INDEX.drHallowell },
  { name: "Someone new, doctor", role: "doctor", index: DEMO_INDEX.newDoctor },
  { name: "Registrar of Northfield Hospital", role: "administrator", index: DEMO_INDEX.registrarNorthfield },
  { name: "Registrar of Harbour Clinic", role: "administrator", index: DEMO_INDEX.registrarHarbour },
  { name: "Administrator of the network", role: "administrator", index: DEMO_INDEX.defaultAdmin },
] as const;
