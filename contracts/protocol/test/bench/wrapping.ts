import { secp256k1 } from "@noble/curves/secp256k1.js";
import { unwrapContentKeys, wrapContentKeys, type ContentKey } from "../../src/capsule.ts";
import { parseCapsule } from "../../src/capsule-format.ts";
import { eciesOpen, eciesSeal } from "../../src/ecies.ts";
import { ownKey } from "../../src/key-publication.ts";
import { randomBytes } from "../../src/random.ts";
import { chart, doctor, patient, recordsLocation } from "../helpers/actors.ts";

/**
 * Milliseconds of one act, the median of many: a shared secret by secp256k1 alone, a secret sealed and opened by ECIES, which is a
 * capsule's classical lock, and a capsule of one content key with both locks.
 */
export type Wrapping = { ecdh: number; eciesSeal: number; eciesOpen: number; wrap: number; unwrap: number };

export async function measureWrapping(rounds: number): Promise<Wrapping> {
  const { secretKey, publicKey } = patient.identity.secp256k1;
  const recipient = ownKey(patient, patient.identity);
  const secret = randomBytes(32);
  const key: ContentKey = {
    kind: "report",
    report: `${chart}${"00".repeat(12)}`,
    version: 1,
    epoch: 1,
    contentKey: secret,
  };
  const wrapping = { location: recordsLocation, granter: doctor.account, recipient, keys: [key] };
  const { account, version: keyVersion } = patient;
  const known = { location: recordsLocation, granter: doctor.account, recipient: account, keyVersion };
  const sealed = await eciesSeal(publicKey, secret);
  const capsule = parseCapsule(await wrapContentKeys(wrapping));

  const acts: Record<keyof Wrapping, () => unknown> = {
    ecdh: () => secp256k1.getSharedSecret(secretKey, publicKey),
    eciesSeal: () => eciesSeal(publicKey, secret),
    eciesOpen: () => eciesOpen(secretKey, sealed),
    wrap: () => wrapContentKeys(wrapping),
    unwrap: () => unwrapContentKeys(capsule, patient.identity, known),
  };
  const names = Object.keys(acts) as (keyof Wrapping)[];
  const times = new Map(names.map((name) => [name, [] as number[]]));
  // In turn, so that whatever else the machine does falls on all of them.
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const begin = performance.now();
      await acts[name]();
      times.get(name)?.push(performance.now() - begin);
    }
  }
  const median = (name: keyof Wrapping) => times.get(name)?.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? NaN;
  return {
    ecdh: median("ecdh"),
    eciesSeal: median("eciesSeal"),
    eciesOpen: median("eciesOpen"),
    wrap: median("wrap"),
    unwrap: median("unwrap"),
  };
}
