/** Values a log line may carry: counts, times and names from a fixed list. Never what a person typed or was sent. */
type LogValue = string | number | boolean | undefined;
type LogFields = Readonly<Record<string, LogValue>>;

/** Writes one JSON line. */
export function log(event: string, fields: LogFields = {}) {
  write("info", event, fields);
}

/** Writes one JSON line that the operator should see: alerts are set on `"level":"error"`. */
export function logError(event: string, fields: LogFields = {}) {
  write("error", event, fields);
}

function write(level: "info" | "error", event: string, fields: LogFields) {
  // eslint-disable-next-line no-console -- the platform collects what is written to the console
  console.log(JSON.stringify({ time: new Date().toISOString(), level, event, ...fields }));
}

/**
 * What may be written about an unexpected error: its name and where it was thrown, never its message, which can quote a
 * phone number or a request.
 */
export function describeError(error: unknown) {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = (error.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
  return { name: error.name, at: frames.slice(0, 4).join(" ").replaceAll(/\s+/g, " ") };
}
