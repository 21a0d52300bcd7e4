import type { Answer } from "../client.ts";
import document from "../../../openapi.json" with { type: "json" };
import { mismatch, type Schema } from "./mismatch.ts";

export interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

export const operations = document.paths as unknown as Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** Fails the test when an answer is not one that `openapi.json` tells of. */
export function checkAnswer(method: string, path: string, { status, body }: Answer) {
  if (method === "OPTIONS") return;
  const response = operations[path]?.[method.toLowerCase()]?.responses[status];
  if (response === undefined) {
    if (operations[path]?.[method.toLowerCase()] === undefined && [403, 404, 413, 503].includes(status)) return;
    throw new Error(`openapi.json has no answer ${status} to ${method} ${path}: ${JSON.stringify(body)}`);
  }
  const schema = response.content?.["application/json"]?.schema;
  const problem = schema === undefined ? (body === "" ? null : "is not empty") : mismatch(schema, body, "answer");
  if (problem !== null) throw new Error(`${method} ${path} ${status}: ${problem}`);
}
