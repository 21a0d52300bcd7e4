import { recordsAbi } from "@chartkey/protocol/generated/records";
import { concat, encodeFunctionData, hashTypedData, padHex, type Address, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { chain } from "../support/chain.ts";
import { inTheNameOf } from "../support/contract-accounts.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { consent, standingConsent } from "../support/reports.ts";
import {
  signAndSend,
  signedConsent,
  signedRequest,
  signedStandingConsent,
  signedStop,
  signedStopOfEverything,
  type SignedAct,
} from "../support/signed-acts.ts";
import { world, type World } from "../support/world.ts";

/**
 * A contract that, as some multisigs do, approves one digest at a time, whatever the signature: the one in its first slot.
 * It answers ERC-1271 with `digest == sload(0) ? 0x1626ba7e : 0`.
 */
const APPROVES_ONE_DIGEST: Hex = concat([
  "0x600435", // the digest, first argument of the call
  "0x5f54", // what is in the first slot
  "0x14", // whether they are the same
  "0x631626ba7e02", // times the magic value
  "0x60e01b5f52", // to the left of a word in memory
  "0x60205ff3", // which is returned
]);
/** Answers every call with nothing. */
const SAYS_NOTHING: Hex = "0x00";
/** Reverts every call. */
const REVERTS: Hex = "0x5f5ffd";
/** Answers every call with the number one, as a function that returns `true` does. */
const SAYS_TRUE: Hex = "0x60015f5260205ff3";

const ACTS: Record<string, (all: World) => Promise<SignedAct>> = {
  "a signed consent": async (all) => signedConsent(all, await consent(all.report, all.harbourDoctor)),
  "a signed standing consent": async (all) =>
    signedStandingConsent(all, await standingConsent(all.chart, all.harbourDoctor)),
  "a signed stop": (all) => signedStop(all, [{ report: all.report, counter: 0 }], all.doctor.address),
  "a signed stop of everything": (all) =>
    signedStopOfEverything(all, { chart: all.chart, grantee: all.doctor.address }),
  "a signed request": (all) =>
    signedRequest(all, encodeFunctionData({ abi: recordsAbi, functionName: "eraseReport", args: [all.report] })),
};

const setCode = (account: Address, code: Hex) => chain.networkHelpers.setCode(account, code);
const approve = (account: Address, { form }: SignedAct) =>
  chain.networkHelpers.setStorageAt(account, 0, hashTypedData(form));

for (const [name, signable] of Object.entries(ACTS)) {
  describe(`${name}, given a holder whose account is a contract`, () => {
    it("is refused when the contract approved nothing", async () => {
      const all = await world();
      await setCode(all.patient.address, APPROVES_ONE_DIGEST);
      await expectRefusal((await signable(all)).send("0x"), "SignatureInvalid", [all.patient.address]);
    });

    it("is refused when the contract approved something else", async () => {
      const all = await world();
      await setCode(all.patient.address, APPROVES_ONE_DIGEST);
      const act = await signable(all);
      await approve(all.patient.address, { ...act, form: { ...act.form, domain: { ...act.form.domain, chainId: 1 } } });
      await expectRefusal(act.send("0x"), "SignatureInvalid", [all.patient.address]);
    });

    for (const [answer, code] of Object.entries({
      nothing: SAYS_NOTHING,
      "a failure": REVERTS,
      "anything but the magic value": SAYS_TRUE,
    })) {
      it(`is refused when the contract answers with ${answer}`, async () => {
        const all = await world();
        await setCode(all.patient.address, code);
        await expectRefusal((await signable(all)).send("0x"), "SignatureInvalid", [all.patient.address]);
      });
    }

    it("counts when the contract approved it, and names the contract as the actor", async () => {
      const all = await world();
      await setCode(all.patient.address, APPROVES_ONE_DIGEST);
      const act = await signable(all);
      await approve(all.patient.address, act);
      const [event] = await eventsOf(act.send("0x"));
      expect(event?.args).toMatchObject({ actor: all.patient.address });
    });

    it("is used once, though the contract goes on approving it", async () => {
      const all = await world();
      await setCode(all.patient.address, APPROVES_ONE_DIGEST);
      const act = await signable(all);
      await approve(all.patient.address, act);
      await act.send("0x");
      await expect(act.send("0x")).rejects.toThrow(/StaleCounter|InvalidAccountNonce/);
    });
  });

  describe(`${name}, given a holder who delegated their account to a contract (EIP-7702)`, () => {
    /** The patient's account points to a contract, and keeps its own key. */
    async function delegatedTo(code: Hex) {
      const all = await world();
      const target = padHex("0xde1e", { size: 20 });
      await setCode(target, code);
      await setCode(all.patient.address, concat(["0xef0100", target]));
      return all;
    }

    it("counts with the account's own signature, though the contract approves nothing", async () => {
      const all = await delegatedTo(APPROVES_ONE_DIGEST);
      const [event] = await eventsOf(signAndSend(await signable(all), all.patient));
      expect(event?.args).toMatchObject({ actor: all.patient.address });
    });

    it("counts when the contract approved it in the account's name", async () => {
      const all = await delegatedTo(APPROVES_ONE_DIGEST);
      const act = await signable(all);
      await expectRefusal(act.send("0x"), "SignatureInvalid", [all.patient.address]);
      await approve(all.patient.address, act);
      const [event] = await eventsOf(act.send("0x"));
      expect(event?.args).toMatchObject({ actor: all.patient.address });
    });

    it("is refused with anybody else's", async () => {
      const all = await delegatedTo(REVERTS);
      await expectRefusal(signAndSend(await signable(all), all.stranger), "SignatureInvalid", [all.patient.address]);
    });
  });
}

describe("a recovery authoriser whose account is a contract", () => {
  for (const name of ["a signed stop", "a signed stop of everything"]) {
    it(`approves ${name}`, async () => {
      const all = await world();
      const authoriser = authoriserOf(all.patient).address;
      await setCode(authoriser, APPROVES_ONE_DIGEST);
      const act = await ACTS[name]!(all);
      await expectRefusal(act.send("0x"), "SignatureInvalid", [all.patient.address]);

      await approve(authoriser, act);
      const [event] = await eventsOf(act.send("0x"));
      expect(event?.args).toMatchObject({ actor: authoriser });
    });
  }
});

describe("a patient whose account is a contract", () => {
  it("grants and stops by calling, like any other", async () => {
    const all = await world();
    const { patient, harbourDoctor, report, contracts } = all;
    await setCode(patient.address, APPROVES_ONE_DIGEST);
    const { records } = await inTheNameOf(patient.address, contracts);
    await records.write.grantConsents([await consent(report, harbourDoctor)]);
    expect(await records.read.canRead([report, harbourDoctor.address])).toBe(true);
    await records.write.stopConsent([report, harbourDoctor.address]);
    expect(await records.read.canRead([report, harbourDoctor.address])).toBe(false);
  });
});
