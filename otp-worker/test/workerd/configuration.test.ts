import { platform } from "#platform";
import { describe, expect, it } from "vitest";
import { read } from "../support/client.ts";

describe("a configuration", () => {
  it("that is refused makes every address say so, and quotes nothing", async () => {
    const broken = { WORKER_SECRET: "too-short-canary", PINATA_JWT: "" };
    for (const path of ["/v1/health", "/v1/challenge"]) {
      const { status, body } = await read(
        await platform.fetchConfigured(new Request(`https://otp.example${path}`), broken),
      );
      expect(status).toBe(503);
      expect(body.error).toBe("not_configured");
      expect(body.problems).toEqual([expect.stringContaining("WORKER_SECRET is weak"), "PINATA_JWT is missing"]);
      expect(body.message).toContain("PINATA_JWT is missing");
      expect(JSON.stringify(body)).not.toContain("canary");
    }
  });
});
