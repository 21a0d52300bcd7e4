import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "#lib/app.ts";
import { database } from "#lib/storage/database.ts";
import { Verification } from "./verification.svelte.ts";

vi.mock("#lib/chain/changeOfWallet.ts", () => ({
  otherWalletOf: async () => null,
  readChangeOfWallet: async () => null,
}));

const doctor = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const other = "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955";
const network = {
  chainId: 1337,
  records: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512",
  registry: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
};
const MINUTE = 60_000;

/** The page of an account as it is loaded, at which nobody is signed in. */
function page(account: string = doctor) {
  const who = { account, keyVersion: 1, attestation: null as { validUntil: number } | null, doctorAt: [] };
  const otp = {
    account: null as string | null,
    signIn: vi.fn(async () => void (otp.account = account)),
    requestCode: vi.fn(async () => ({ resendAfter: 60 })),
    attest: vi.fn(async () => ({
      attestation: {
        subject: account,
        licenceTag: `0x${"1a".repeat(32)}`,
        professionalName: "Dr Demo",
        specialty: "Cardiology",
        validUntil: 2_000_000_000n,
        issuedAt: BigInt(Math.floor(Date.now() / 1000)),
      },
      signature: `0x${"2b".repeat(65)}`,
    })),
  };
  const run = vi.fn(async () => ({}));
  const app = { network, chain: {}, session: { who }, otp, transactions: { list: [], run } };
  const verification = new Verification(app as unknown as App);
  return { verification, otp, run, who };
}

function fillIn(verification: Verification) {
  verification.authority = "nmc demo";
  verification.registrationNumber = "ab 12-34";
}

async function attested() {
  const there = page();
  fillIn(there.verification);
  await there.verification.requestCode();
  there.verification.resend.stop();
  there.verification.code = "204 418";
  await there.verification.enterCode();
  expect(there.verification.step).toBe("submit");
  return there;
}

beforeEach(async () => {
  vi.useRealTimers();
  await (await database()).clear("pendingCalls");
});

describe("a doctor's verification", () => {
  it("shows what was typed as it is compared with the register", async () => {
    const { verification } = page();
    fillIn(verification);
    expect(verification.typed).toEqual({ authority: "NMC DEMO", number: "AB1234" });
  });

  it("goes on with what the verifier signed after the page is loaded again, until it is on the public record", async () => {
    await attested();
    const { verification, run } = page();
    expect(verification.step).toBe("licence");
    await verification.takeUp();
    expect(verification.step).toBe("submit");
    expect(verification.attested?.attestation.professionalName).toBe("Dr Demo");
    await verification.submit();
    expect(run).toHaveBeenCalledOnce();

    const again = page();
    await again.verification.takeUp();
    expect(again.verification.step).toBe("licence");
  });

  it("keeps neither authority nor registration number, and shows another account nothing of it", async () => {
    await attested();
    const kept = JSON.stringify(await (await database()).getAll("pendingCalls"));
    expect(kept).toContain("submitAttestation");
    for (const typed of ["NMC DEMO", "AB1234"]) {
      expect(kept).not.toContain(typed);
      expect(kept).not.toContain(Buffer.from(typed).toString("hex"));
    }
    const { verification } = page(other);
    await verification.takeUp();
    expect(verification.step).toBe("licence");
  });

  it("forgets what the verifier signed after the hour for which it counts, and what is on the public record", async () => {
    await attested();
    const there = page();
    there.who.attestation = { validUntil: 2_000_000_000 };
    await there.verification.takeUp();
    expect(there.verification.attested).toBeNull();

    await attested();
    vi.useFakeTimers({ now: Date.now() + 61 * MINUTE, toFake: ["Date"] });
    const late = page();
    await late.verification.takeUp();
    expect(late.verification.attested).toBeNull();
    expect(await (await database()).count("pendingCalls")).toBe(0);
  });

  it("takes a code that came before the page was loaded, without asking for another", async () => {
    const { verification, otp } = page();
    verification.enterEarlierCode();
    expect(verification.step).toBe("licence");
    expect(verification.numberError).toBeDefined();
    fillIn(verification);
    verification.enterEarlierCode();
    expect(verification.step).toBe("code");
    verification.code = "204418";
    await verification.enterCode();
    expect(otp.signIn).toHaveBeenCalledOnce();
    expect(otp.requestCode).not.toHaveBeenCalled();
    expect(otp.attest).toHaveBeenCalledWith({ authority: "nmc demo", registrationNumber: "ab 12-34" }, "204418");
    expect(verification.step).toBe("submit");
  });

  it("keeps a code that was typed when the wallet does not sign in", async () => {
    const { verification, otp } = page();
    fillIn(verification);
    verification.enterEarlierCode();
    otp.signIn.mockRejectedValueOnce(Object.assign(new Error("no"), { code: 4001 }));
    verification.code = "204418";
    await verification.enterCode();
    expect(verification.code).toBe("204418");
    expect(otp.attest).not.toHaveBeenCalled();
  });
});
