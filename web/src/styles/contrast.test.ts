import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

type Pair = readonly [light: string, dark: string];
const blockOf = (start: string) => css.slice(css.indexOf(start)).split("\n}")[0] ?? "";
const coloursOf = (block: string) =>
  Object.fromEntries(
    [...block.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
      name,
      [light, dark] as unknown as Pair,
    ]),
  );
const usual = coloursOf(blockOf(":root {"));
const more = { ...usual, ...coloursOf(blockOf('[data-contrast="more"] {')) };

/** Relative luminance and contrast as WCAG 2.2 defines them. */
const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const part = (hex: string, at: number) => channel(parseInt(hex.slice(at, at + 2), 16) / 255);
const luminance = (hex: string) => 0.2126 * part(hex, 1) + 0.7152 * part(hex, 3) + 0.0722 * part(hex, 5);
const contrast = (a: string, b: string) => {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
};

const grounds = ["sunken", "page", "surface", "raised"];
const states = ["accent", "success", "warning", "danger", "info"];
const words = 4.5;
const operated = 3;
const pairs: [front: string, ground: string, least: number][] = [
  ...["text", "muted", ...states].flatMap((front) =>
    grounds.map((ground): [string, string, number] => [front, ground, words]),
  ),
  ...states.flatMap((state): [string, string, number][] => [
    [`on-${state}`, state, words],
    [`on-${state}-soft`, `${state}-soft`, words],
    ["text", `${state}-soft`, words],
    ["muted", `${state}-soft`, words],
  ]),
  ["on-accent", "accent-hover", words],
  ["on-danger", "danger-hover", words],
  // The strip above everything is drawn in reverse.
  ["page", "text", words],
  ...["border-strong", "focus"].flatMap((front) =>
    grounds.map((ground): [string, string, number] => [front, ground, operated]),
  ),
  ...["plot-1", "plot-2", "plot-3"].flatMap((plot): [string, string, number][] => [
    [plot, "surface", operated],
    [plot, "plot-band", operated],
  ]),
];

describe.each([
  ["light", usual, 0],
  ["dark", usual, 1],
  ["light with more contrast", more, 0],
  ["dark with more contrast", more, 1],
] as const)("in the %s theme", (_, theme, index) => {
  it.each(pairs)("%s on %s keeps a contrast of %d", (front, ground, least) => {
    const [a, b] = [theme[front]?.[index], theme[ground]?.[index]];
    expect(contrast(a ?? "", b ?? "")).toBeGreaterThanOrEqual(least);
  });
});

it("the system's wish for more contrast draws the same colours as ours", () => {
  const bySystem = coloursOf(blockOf(":root:not([data-contrast]) {").replaceAll("\n  ", "\n"));
  const byUs = coloursOf(blockOf('[data-contrast="more"] {'));
  expect(Object.keys(byUs).length).toBeGreaterThan(10);
  expect(bySystem).toEqual(byUs);
});
