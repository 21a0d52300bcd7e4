import * as z from "zod/mini";
import { m } from "#messages";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { otpWords } from "./otpWords.ts";

/** Milliseconds until an unanswered request is given up. */
const TIMEOUT = 20_000;

const refusalShape = z.looseObject({
  error: z.string(),
  message: z.string(),
  triesLeft: z.optional(z.number()),
  /** As SMART Health Links call it. */
  remainingAttempts: z.optional(z.number()),
});

type Request = { method: "GET" | "POST" | "DELETE"; token?: string | null; body?: unknown };

/** One request to the OTP worker, its answer checked. Throws `OtpRefusedError` or `OtpUnreachableError`. */
export async function otpRequest<Answer>(
  otpUrl: string,
  path: string,
  { method, token, body }: Request,
  answer: z.ZodMiniType<Answer>,
): Promise<Answer> {
  const response = await fetch(`${otpUrl.replace(/\/$/, "")}${path}`, {
    method,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT),
  }).catch((cause: unknown) => {
    throw new OtpUnreachableError({ cause });
  });

  const json: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const refusal = refusalShape.safeParse(json);
    if (!refusal.success) throw new OtpUnreachableError();
    const { error, message, triesLeft, remainingAttempts } = refusal.data;
    throw new OtpRefusedError(error, otpWords(message), triesLeft ?? remainingAttempts ?? null);
  }
  const parsed = answer.safeParse(json);
  if (!parsed.success) throw new OtpUnreachableError();
  return parsed.data;
}

const unreachable: Explanation = {
  what: m.flows_otp_unreachable(),
  safe: m.flows_otp_unreachable_safe(),
  next: m.flows_otp_unreachable_next(),
  remedy: "retry",
};

/** The worker did not answer, or not in a way that this page understands. */
export class OtpUnreachableError extends ExplainedError {
  override name = "OtpUnreachableError";

  constructor(options?: ErrorOptions) {
    super(unreachable, options);
  }
}

/** The worker said no. `code` is its error code; its message is a sentence that says what to do. */
export class OtpRefusedError extends ExplainedError {
  override name = "OtpRefusedError";
  readonly code: string;
  /** How often a one-time code or a passcode may still be entered; null when the refusal is about something else. */
  readonly triesLeft: number | null;

  constructor(code: string, message: string, triesLeft: number | null) {
    super({ what: message, safe: "", next: "", remedy: code === "signed_out" ? "sign-in" : "retry" });
    this.code = code;
    this.triesLeft = triesLeft;
  }
}
