import { platform } from "#platform";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ask, newWallet, ORIGIN, send, signIn, solve } from "./support/client.ts";
import { operations } from "./support/openapi/check-answer.ts";

const BODIES = 10_000;
const POSTED = Object.entries(operations).flatMap(([path, { post }]) => (post ? [path] : []));

describe("the worker", () => {
  it("is in health", async () => {
    expect(await ask("GET", "/v1/health")).toMatchObject({ status: 200, body: { ok: true } });
  });

  it("answers its own page only", async () => {
    const answer = await platform.fetch(
      new Request("https://otp.example/v1/health", { headers: { origin: "https://evil.example" } }),
    );
    expect(answer.status).toBe(403);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("lets its page send a token and read errors", async () => {
    const preflight = await platform.fetch(
      new Request("https://otp.example/v1/codes", {
        method: "OPTIONS",
        headers: {
          origin: ORIGIN,
          "access-control-request-method": "POST",
          "access-control-request-headers": "authorization",
        },
      }),
    );
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe(ORIGIN);
    expect(preflight.headers.get("access-control-allow-headers")).toMatch(/Authorization/);
    const refused = await ask("POST", "/v1/codes", {});
    expect(refused.status).toBe(401);
    expect(refused.headers.get("access-control-allow-origin")).toBe(ORIGIN);
    expect(refused.headers.get("access-control-expose-headers")).toMatch(/Retry-After/);
  });

  it("sends headers that keep its answers out of caches and frames", async () => {
    const { headers } = await ask("GET", "/v1/nonce");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("strict-transport-security")).toContain("max-age");
  });

  it("refuses what is too large, not JSON, or nowhere", async () => {
    expect(await ask("POST", "/v1/session", { message: "x".repeat(20_000) })).toMatchObject({
      status: 413,
      body: { error: "too_large" },
    });
    const form = await send(new Request("https://otp.example/v1/session", { method: "POST", body: "a=b" }));
    expect(form.status).toBe(415);
    expect(await ask("GET", "/v1/elsewhere")).toMatchObject({ status: 404, body: { error: "not_found" } });
    expect((await ask("PUT", "/v1/session", {})).status).toBe(404);
  });

  it("names the fields that are malformed and does not repeat them", async () => {
    const { status, body } = await ask("POST", "/v1/session", { message: 7, signature: "canary", altcha: "x" });
    expect(status).toBe(400);
    expect(body.fields).toEqual(["message", "signature"]);
    expect(JSON.stringify(body)).not.toContain("canary");
  });

  it("answers whatever is sent with 4xx, never with a stack", async () => {
    const token = await signIn(newWallet());
    // Well-formed to the last byte, and used: nothing below may succeed.
    const altcha = await solve();
    const nobody = { authority: "NMC-DEMO", registrationNumber: "XX-1" };
    expect((await ask("POST", "/v1/codes", { ...nobody, altcha }, token)).status).toBe(202);
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom("", "0x", "000000", "__proto__", "NMC-DEMO", altcha, btoa("{}"), btoa('{"challenge":null}')),
    );
    const field = fc.oneof(text, fc.integer(), fc.constant(null), fc.array(text), fc.object({ maxDepth: 2 }));
    const names = [
      "message",
      "signature",
      "altcha",
      "authority",
      "registrationNumber",
      "code",
      "report",
      "blobs",
      "account",
      "hospital",
    ];
    const body = fc.oneof(
      fc
        .record(Object.fromEntries(names.map((name) => [name, field])), { requiredKeys: [] })
        .map((each) => JSON.stringify(each)),
      fc.json(),
      text,
    );
    const path = fc.constantFrom(...POSTED);
    await fc.assert(
      fc.asyncProperty(path, body, async (address, payload) => {
        const answer = await send(
          new Request(`https://otp.example${address}`, {
            method: "POST",
            headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
            body: payload,
          }),
        );
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(answer.body).toMatchObject({ error: expect.any(String), message: expect.any(String) });
        expect(answer.body.message).not.toMatch(/\bat .*\.(ts|js)\b/);
      }),
      { numRuns: BODIES },
    );
  }, 120_000);
});
