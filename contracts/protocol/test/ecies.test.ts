import { describe, expect, it } from "vitest";
import { eciesOpen, eciesSeal } from "../src/ecies.ts";
import { ECIES_LENGTH } from "../src/ecies-format.ts";
import { newSeed } from "../src/seed.ts";
import { patient, stranger } from "./helpers/actors.ts";

describe("ECIES by eth-crypto", () => {
  const { secretKey, publicKey } = patient.identity.secp256k1;

  it("opens what it sealed, for its recipient only", async () => {
    const secret = newSeed();
    const sealed = await eciesSeal(publicKey, secret);
    expect(sealed).toHaveLength(ECIES_LENGTH);
    expect(await eciesOpen(secretKey, sealed)).toEqual(secret);
    expect(await eciesOpen(stranger.identity.secp256k1.secretKey, sealed)).toBeNull();
    expect(await eciesOpen(secretKey, sealed.subarray(1))).toBeNull();
    expect(await eciesOpen(secretKey, new Uint8Array(ECIES_LENGTH))).toBeNull();
  });

  it("works where there is no global Buffer, several calls at once, and leaves none behind", async () => {
    const { Buffer: nodeBuffer } = globalThis;
    Reflect.deleteProperty(globalThis, "Buffer");
    try {
      const secrets = [newSeed(), newSeed(), newSeed()];
      const sealed = await Promise.all(secrets.map((secret) => eciesSeal(publicKey, secret)));
      const [opened, refused] = await Promise.all([
        Promise.all(sealed.map((each) => eciesOpen(secretKey, each))),
        eciesOpen(secretKey, new Uint8Array(ECIES_LENGTH)),
      ]);
      expect(opened).toEqual(secrets);
      expect(refused).toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 0));
      expect("Buffer" in globalThis).toBe(false);
    } finally {
      globalThis.Buffer = nodeBuffer;
    }
  });
});
