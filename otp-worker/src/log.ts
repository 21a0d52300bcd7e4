/** Values a log line may carry: counts, times and names from a fixed list. Never what a person typed or was sent. */
type LogValue = string | number | boolean | undefined;

/** Writes one JSON line. */
export function log(event: string, fields: Readonly<Record<string, LogValue>> = {}) {
  // eslint-disable-next-line no-console -- the platform collects what is written to the console
  console.log(JSON.stringify({ time: new Date().toISOString(), event, ...fields }));
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
