import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import document from "../openapi.json" with { type: "json" };
import { createApp } from "../src/app.ts";
import { attestationRequest } from "../src/routes/attestations.ts";
import { codeRequest } from "../src/routes/codes.ts";
import { invitationRequest } from "../src/routes/invitations.ts";
import { endLinkRequest, linkRequest } from "../src/routes/links.ts";
import { sessionRequest } from "../src/routes/session.ts";
import { manifestRequest } from "../src/routes/shared-links.ts";
import { ticketRequest } from "../src/routes/tickets.ts";
import { unpinRequest } from "../src/routes/unpin.ts";
import { checkAnswer, operations } from "./support/openapi/check-answer.ts";

const SOURCES = import.meta.glob("../src/**/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

const BODIES = {
  "/v1/session": sessionRequest,
  "/v1/codes": codeRequest,
  "/v1/attestations": attestationRequest,
  "/v1/invitations": invitationRequest,
  "/v1/tickets": ticketRequest,
  "/v1/unpin": unpinRequest,
  "/v1/links": linkRequest,
  "/v1/links/end": endLinkRequest,
  "/v1/links/manifest": manifestRequest,
};

/** Every answer that any test gets is compared with the document, too: see `client.ts`. */
describe("openapi.json", () => {
  it("tells of every route there is, and of no other", () => {
    const app = createApp(() => {
      throw new Error("Nothing is asked.");
    });
    const handlers = app.routes.filter(({ method }) => method !== "ALL");
    const documented = Object.entries(operations).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(handlers.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(documented.sort());
  });

  it.each(Object.entries(BODIES))("tells the shape of a body to %s as it is checked", (path, shape) => {
    const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: "input", unrepresentable: "any" });
    expect(operations[path]?.["post"]?.requestBody?.content["application/json"]?.schema).toEqual(schema);
  });

  it("knows every refusal there is, and no other", () => {
    const thrown = Object.values(SOURCES).flatMap((source) =>
      [...source.matchAll(/new Refusal\(\s*\d{3},\s*"([a-z_]+)"/g)].map(([, code]) => code),
    );
    const documented = JSON.stringify(document.paths).matchAll(/"enum":\[("[a-z_",]+)\]/g);
    const codes = [...documented].flatMap(([, list]) => JSON.parse(`[${list}]`) as string[]);
    // What any other address is answered with.
    expect(new Set([...codes, "not_found"])).toEqual(new Set(thrown));
  });

  it.each([
    ["another status", 299, { ok: true }],
    ["another error", 403, { error: "something_else", message: "No." }],
    ["a field that is not told of", 200, { ok: true, extra: 1 }],
    ["a missing field", 200, {}],
  ])("does not cover %s", (_, status, body) => {
    expect(() => checkAnswer("GET", "/v1/health", { status, headers: new Headers(), body })).toThrow();
  });
});
