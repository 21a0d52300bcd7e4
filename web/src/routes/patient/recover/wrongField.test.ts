import { parseCardCode } from "@chartkey/protocol/card-code";
import { parseRecoveryCode } from "@chartkey/protocol/unlocker-recovery-code";
import { expect, it } from "vitest";
import type { App } from "#lib/app.ts";
import { readKeyCopy } from "#lib/flows/keyCopy.ts";
import { notFound } from "#lib/flows/recoverChart.ts";
import { nodeUnreachable } from "#lib/words/explain.ts";
import { ExplainedError } from "#lib/words/explainedError.ts";
import { wrongField } from "./wrongField.ts";

const errorOf = (work: () => unknown) =>
  Promise.resolve()
    .then(work)
    .then(
      () => null,
      (error: unknown) => error,
    );

it.each([
  ["card", "a mistyped card code", () => parseCardCode("0000-0000-0001")],
  ["card", "a card code that is too short", () => parseCardCode("H7K2")],
  ["code", "a recovery code that is too short", () => parseRecoveryCode("7K3MQ")],
  ["copy", "what is no address of a copy", () => readKeyCopy({ network: {} } as App, "bafkreinothing")],
  ["code", "a recovery code that opens nothing", () => Promise.reject(new ExplainedError(notFound))],
  [null, "a node that does not answer", () => Promise.reject(new ExplainedError(nodeUnreachable))],
  [null, "anything else", () => Promise.reject(new Error("?"))],
])("is %s for %s", async (field, _, work) => {
  expect(wrongField(await errorOf(work))).toBe(field);
});
