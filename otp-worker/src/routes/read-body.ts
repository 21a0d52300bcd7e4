import * as z from "zod/mini";
import { Refusal } from "../refusal.ts";
import type { WorkerContext } from "../worker-context.ts";

/**
 * Reads a JSON body of a given shape.
 *
 * @throws {Refusal} `unsupported_media_type` or `malformed`, naming the fields and not quoting them
 */
export async function readBody<Shape extends z.core.$ZodType>(
  context: WorkerContext,
  shape: Shape,
): Promise<z.output<Shape>> {
  const type = context.req.header("content-type") ?? "";
  if (!/^application\/json(\s*;|$)/i.test(type)) {
    throw new Refusal(415, "unsupported_media_type", "Send JSON, with the content type application/json.");
  }
  const parsed = z.safeParse(shape, parseJson(await context.req.text()));
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join(".") || "body"))];
  throw new Refusal(400, "malformed", "Part of this request is missing or malformed. Nothing was changed.", { fields });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
