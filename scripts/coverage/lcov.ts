/** For each file of an lcov report, how often each line ran, lines counted from 1. */
export function parseLcov(report: string): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const files = new Map<string, Map<number, number>>();
  let lines = new Map<number, number>();
  for (const row of report.split("\n")) {
    const [, file] = /^SF:(.+)$/.exec(row) ?? [];
    if (file !== undefined) files.set(file, (lines = new Map()));
    const [, line, count] = /^DA:(\d+),(\d+)/.exec(row) ?? [];
    if (line !== undefined) lines.set(Number(line), Number(count));
  }
  return files;
}
