import { UNLOCK_RESOURCE } from "@chartkey/protocol/unlocker-wallet";
import type { Hex } from "viem";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ask, later, newWallet, setWorld, signIn, signInMessage, solve } from "./support/client.ts";

const wallet = newWallet();

afterEach(() => vi.useRealTimers());

/** Signs a message and signs in with it. */
async function send(message: string, signer = wallet, altcha?: string) {
  const signature = await signer.signMessage({ message });
  return ask("POST", "/v1/session", { message, signature, altcha: altcha ?? (await solve()) });
}

describe("a sign-in", () => {
  it("gives a session to whoever signed the message", async () => {
    const { status, body } = await send(await signInMessage(wallet));
    expect(status).toBe(201);
    expect(body.account).toBe(wallet.address);
    expect(body.token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(body.expiresAt - Date.now() / 1000).toBeCloseTo(30 * 60, -1);
  });

  it("by a contract wallet is checked by the chain", async () => {
    const contract = newWallet();
    const signature: Hex = `0x${"c0de".repeat(40)}`;
    await setWorld({ contractWallets: [{ account: contract.address.toLowerCase(), signature }] });
    const message = await signInMessage(contract);
    const { status } = await ask("POST", "/v1/session", { message, signature, altcha: await solve() });
    expect(status).toBe(201);
  });

  it("by a contract wallet says that nothing changed when the chain is out of reach", async () => {
    await setWorld({ down: ["rpc"] });
    const message = await signInMessage(newWallet());
    const { status, body } = await ask("POST", "/v1/session", { message, signature: "0xc0de", altcha: await solve() });
    await setWorld({ down: [] });
    expect(status).toBe(503);
    expect(body).toMatchObject({ error: "chain_unavailable", message: expect.stringContaining("Nothing was changed") });
  });

  describe("is refused", () => {
    it("when another wallet signed", async () => {
      const { status, body } = await send(await signInMessage(wallet), newWallet());
      expect(status).toBe(401);
      expect(body.error).toBe("signature_wrong");
    });

    it("when its nonce was used", async () => {
      const message = await signInMessage(wallet);
      await send(message);
      const { status, body } = await send(message);
      expect(status).toBe(401);
      expect(body.error).toBe("nonce_used");
    });

    it("when it is sent twice at the same moment, but once", async () => {
      const message = await signInMessage(wallet);
      const answers = await Promise.all([send(message), send(message), send(message)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401]);
    });

    it("when its nonce is not ours", async () => {
      const nonce = `${"0".repeat(7)}f${"1".repeat(56)}`;
      const { body } = await send(await signInMessage(wallet, { nonce }));
      expect(body.error).toBe("nonce_unknown");
    });

    it("when its nonce has expired", async () => {
      const { body } = await ask("GET", "/v1/nonce");
      later(5 * 60);
      const { status, body: answer } = await send(await signInMessage(wallet, { nonce: body.nonce }));
      expect(status).toBe(401);
      expect(answer.error).toBe("nonce_expired");
    });

    it.each([
      ["names another domain", { domain: "localhost:3001" }, "wrong_site"],
      ["names a domain that only begins like ours", { domain: "localhost.evil.example" }, "wrong_site"],
      ["names another address of the page", { uri: "http://localhost:3000/other" }, "wrong_site"],
      ["names another scheme", { scheme: "https" }, "wrong_site"],
      ["names another network", { chainId: 1 }, "wrong_chain"],
      ["has no end", { expirationTime: undefined }, "message_expired"],
      ["has ended", { expirationTime: new Date(Date.now() - 1000) }, "message_expired"],
      ["lasts too long", { expirationTime: new Date(Date.now() + 16 * 60_000) }, "message_expired"],
      ["is dated in the future", { issuedAt: new Date(Date.now() + 2 * 60_000) }, "not_yet_valid"],
      ["only begins later", { notBefore: new Date(Date.now() + 2 * 60_000) }, "not_yet_valid"],
      ["unlocks a keyring", { resources: [UNLOCK_RESOURCE] }, "unlock_message"],
      ["unlocks a keyring, in capitals", { resources: [UNLOCK_RESOURCE.toUpperCase()] }, "unlock_message"],
    ] as const)("when it %s", async (_, changes, error) => {
      const { status, body } = await send(await signInMessage(wallet, { ...changes, ...{} } as never));
      expect(body.error).toBe(error);
      expect(status).toBe(error === "message_expired" || error === "not_yet_valid" ? 401 : 400);
    });

    it.each([
      ["a space after the chain id", (text: string) => text.replace("Chain ID: 1337", "Chain ID: 1337 ")],
      ["another version", (text: string) => text.replace("Version: 1", "Version: 2")],
      ["a second line feed", (text: string) => text.replace("\nURI", "\n\nURI")],
      ["carriage returns", (text: string) => text.replaceAll("\n", "\r\n")],
      ["an address in lower case", (text: string) => text.replace(wallet.address, wallet.address.toLowerCase())],
      ["a date in another form", (text: string) => text.replace(/\.\d{3}Z/, "Z")],
      ["something after its end", (text: string) => `${text}\n`],
      ["no form at all", () => "Sign me in, please."],
    ])("when it has %s", async (_, change) => {
      const { status, body } = await send(change(await signInMessage(wallet)));
      expect(status).toBe(400);
      expect(body.error).toBe("message_malformed");
    });
  });
});

describe("the human check before a sign-in", () => {
  it("is refused when the answer is wrong", async () => {
    const solved = JSON.parse(atob(await solve()));
    solved.solution.derivedKey = "00".repeat(32);
    const { status, body } = await send(await signInMessage(wallet), wallet, btoa(JSON.stringify(solved)));
    expect(status).toBe(400);
    expect(body.error).toBe("human_check_wrong");
  });

  it("is refused when the challenge was made easier", async () => {
    const solved = JSON.parse(atob(await solve()));
    solved.challenge.parameters.cost = 1;
    const { body } = await send(await signInMessage(wallet), wallet, btoa(JSON.stringify(solved)));
    expect(body.error).toBe("human_check_wrong");
  });

  it("is refused when it is no answer", async () => {
    const { body } = await send(await signInMessage(wallet), wallet, "not an answer");
    expect(body.error).toBe("human_check_wrong");
  });

  it("is refused when it was used", async () => {
    const altcha = await solve();
    await send(await signInMessage(wallet), wallet, altcha);
    const { status, body } = await send(await signInMessage(wallet), wallet, altcha);
    expect(status).toBe(400);
    expect(body.error).toBe("human_check_used");
  });

  it("is refused when it has expired", async () => {
    const altcha = await solve();
    later(11 * 60);
    const { status, body } = await send(await signInMessage(wallet), wallet, altcha);
    expect(status).toBe(400);
    expect(body.error).toBe("human_check_expired");
  });

  it("says plainly what happened, in different words each time", async () => {
    const altcha = await solve();
    const wrong = await send(await signInMessage(wallet), wallet, "wrong");
    await send(await signInMessage(wallet), wallet, altcha);
    const used = await send(await signInMessage(wallet), wallet, altcha);
    const late = await solve();
    later(11 * 60);
    const expired = await send(await signInMessage(wallet), wallet, late);
    const messages = [wrong, used, expired].map(({ body }) => body.message);
    expect(new Set(messages).size).toBe(3);
    for (const message of messages) expect(message).toMatch(/human.*try once more\.$/);
  });
});

describe("a session", () => {
  it("ends when it is signed out", async () => {
    const token = await signIn(wallet);
    expect((await ask("DELETE", "/v1/session", undefined, token)).status).toBe(204);
    const { status, body } = await ask("POST", "/v1/tickets", { report: null, blobs: [{ size: 1 }] }, token);
    expect(status).toBe(401);
    expect(body.error).toBe("signed_out");
  });

  it("ends by itself after half an hour", async () => {
    const token = await signIn(wallet);
    later(29 * 60);
    const body = { authority: "NMC-DEMO", registrationNumber: "NONE", code: "000000" };
    expect((await ask("POST", "/v1/attestations", body, token)).body.error).toBe("code_expired");
    vi.useRealTimers();
    later(30 * 60 + 1);
    expect((await ask("POST", "/v1/attestations", body, token)).body.error).toBe("signed_out");
  });

  it("is not made up", async () => {
    const { status } = await ask("POST", "/v1/tickets", { report: null, blobs: [{ size: 1 }] }, "A".repeat(43));
    expect(status).toBe(401);
  });
});
