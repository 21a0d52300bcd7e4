import { platform } from "#platform";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  ask,
  deliver,
  HALLOWELL,
  importSample,
  later,
  latestCode,
  newWallet,
  setWorld,
  signIn,
  signInMessage,
  signRequests,
  solve,
} from "./support/client.ts";

const { authority, registrationNumber, phone } = HALLOWELL;
const number = { authority, registrationNumber };
const wallet = newWallet();

beforeAll(async () => {
  await platform.clear();
  await importSample();
});

afterEach(() => vi.useRealTimers());

describe("what was used once", () => {
  it("signs nobody in again: the same message, signature and a fresh check", async () => {
    const message = await signInMessage(wallet);
    const signature = await wallet.signMessage({ message });
    const first = await ask("POST", "/v1/session", { message, signature, altcha: await solve() });
    const again = await ask("POST", "/v1/session", { message, signature, altcha: await solve() });
    expect([first.status, again.status]).toEqual([201, 401]);
    expect(again.body.error).toBe("nonce_used");
  });

  it("passes no check again, for another wallet or another kind of request either", async () => {
    const altcha = await solve();
    const token = await signIn(newWallet());
    expect((await ask("POST", "/v1/codes", { ...number, altcha }, token)).status).toBe(202);
    const message = await signInMessage(wallet);
    const signature = await wallet.signMessage({ message });
    const again = await ask("POST", "/v1/session", { message, signature, altcha });
    expect(again.body.error).toBe("human_check_used");
    // What was refused for that reason may still be used.
    expect((await ask("POST", "/v1/session", { message, signature, altcha: await solve() })).status).toBe(201);
  });

  it("is one check of a hundred that arrive at the same moment", async () => {
    const altcha = await solve();
    const tokens = await Promise.all(Array.from({ length: 100 }, () => signIn(newWallet())));
    const answers = await Promise.all(
      tokens.map((token) => ask("POST", "/v1/codes", { ...number, registrationNumber: "XX-7", altcha }, token)),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
  });

  it("is no session any more after signing out, wherever its token is sent", async () => {
    const token = await signIn(wallet);
    await ask("DELETE", "/v1/session", undefined, token);
    const bodies = {
      "/v1/codes": { ...number, altcha: await solve() },
      "/v1/attestations": { ...number, code: "000000" },
      "/v1/invitations": { ...number, hospital: 1, account: wallet.address },
      "/v1/tickets": { report: null, blobs: [{ size: 1 }] },
      "/v1/unpin": { report: `0x${"ab".repeat(32)}`, blobs: [`0x${"cd".repeat(32)}`] },
    };
    for (const [path, body] of Object.entries(bodies)) {
      expect(await ask("POST", path, body, token)).toMatchObject({ status: 401, body: { error: "signed_out" } });
    }
  });

  it("counts again as a request for tickets, which each work for 15 minutes and one size", async () => {
    await setWorld({ chartHolders: [], doctors: [] });
    const token = await signIn(newWallet());
    const body = { report: null, blobs: [{ size: 1 }] };
    expect((await ask("POST", "/v1/tickets", body, token)).status).toBe(200);
    expect((await signRequests()).at(-1)?.body).toMatchObject({ expires: 900, max_file_size: 1025 });
    expect(await ask("POST", "/v1/tickets", body, token)).toMatchObject({ status: 429 });
  });

  it("attests nobody else: the same code in the session of another wallet, or in a later one of the same", async () => {
    const token = await signIn(wallet);
    await ask("POST", "/v1/codes", { ...number, altcha: await solve() }, token);
    await deliver();
    const entry = { ...number, code: await latestCode(phone) };
    const first = await ask("POST", "/v1/attestations", entry, token);
    expect(first.status).toBe(200);
    expect(first.body.attestation.subject).toBe(wallet.address);
    for (const other of [await signIn(newWallet()), await signIn(wallet)]) {
      expect((await ask("POST", "/v1/attestations", entry, other)).body.error).toBe("code_expired");
    }
    later(20 * 60);
    expect((await ask("POST", "/v1/attestations", entry, token)).body).toEqual(first.body);
    vi.useRealTimers();
    later(31 * 60);
    expect((await ask("POST", "/v1/attestations", entry, token)).body.error).toBe("signed_out");
  });
});
