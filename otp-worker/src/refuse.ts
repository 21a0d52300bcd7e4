import { ConfigurationError } from "./configuration/read-configuration.ts";
import { describeError, logError } from "./log.ts";
import { Refusal } from "./refusal.ts";
import type { WorkerContext } from "./worker-context.ts";

/** The answer to a request that ended in an error: `{ error, message, …details }`. */
export function refuse(error: unknown, context: WorkerContext): Response {
  const { status, code, message, details } = toRefusal(error);
  context.set("refusal", code);
  if (typeof details["retryAfter"] === "number") context.header("Retry-After", String(details["retryAfter"]));
  return context.json({ error: code, message, ...details }, status);
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof ConfigurationError) {
    logError("not_configured", { problems: error.problems.join("; ") });
    return new Refusal(503, "not_configured", error.message, { problems: error.problems });
  }
  logError("unexpected_error", describeError(error));
  return new Refusal(
    500,
    "unexpected",
    "Something went wrong here. It is safe to try again; if it stays, tell the operator.",
  );
}
