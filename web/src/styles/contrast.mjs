// Reads tokens.css, computes WCAG 2.2 contrast ratios, rewrites the table in its first comment, exits 1 on a shortfall.
//   node src/styles/contrast.mjs
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("./tokens.css", import.meta.url);
const css = readFileSync(file, "utf8");
const readPairs = (block) =>
  Object.fromEntries(
    [...block.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
      name,
      [light, dark],
    ]),
  );
const base = readPairs(css.match(/:root \{[^]*?\n\}/)[0]);
const more = { ...base, ...readPairs(css.match(/\[data-contrast="more"\] \{[^]*?\n\}/)[0]) };

const channel = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const luminance = (hex) => {
  const [r, g, b] = [1, 3, 5].map((i) => channel(parseInt(hex.slice(i, i + 2), 16) / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};

const states = ["accent", "success", "warning", "danger", "info"];
const grounds = ["sunken", "page", "surface", "raised"];
const checks = [
  ...["text", "muted", "accent", "success", "warning", "danger", "info"].flatMap((c) =>
    grounds.map((g) => [c, g, 4.5]),
  ),
  ...states.flatMap((c) => [
    [`on-${c}`, c, 4.5],
    [`on-${c}-soft`, `${c}-soft`, 4.5],
    ["text", `${c}-soft`, 4.5],
  ]),
  ["muted", "accent-soft", 4.5],
  ["on-accent", "accent-hover", 4.5],
  ["on-danger", "danger-hover", 4.5],
  ...["border-strong", "focus"].flatMap((c) => grounds.map((g) => [c, g, 3])),
  ...["plot-1", "plot-2", "plot-3"].flatMap((c) => [
    [c, "surface", 3],
    [c, "plot-band", 3],
  ]),
];

let short = 0;
const rows = checks.map(([front, back, need]) => {
  const ratios = [base, more].flatMap((t) => [0, 1].map((i) => contrast(t[front][i], t[back][i])));
  short += ratios.filter((r) => r < need).length;
  return ` * ${front.padEnd(16)} on ${back.padEnd(13)} ${String(need).padStart(4)}  ${ratios.map((r) => (r.toFixed(2) + (r < need ? "!" : "")).padStart(8)).join("")}`;
});
const table = [
  " * Contrast (WCAG 2.2), written by contrast.mjs:",
  ` * ${"colour".padEnd(16)} on ${"ground".padEnd(13)} need  ${["light", "dark", "light+", "dark+"].map((t) => t.padStart(8)).join("")}`,
  ...rows,
  ` * ${checks.length} pairs in 4 themes, ${short} below what is needed.`,
].join("\n");
writeFileSync(
  file,
  css.replace(/ \* (CONTRAST-TABLE|Contrast \(WCAG[^]*?what is needed\.)\n/, () => `${table}\n`),
);
console.log(table);
process.exitCode = short ? 1 : 0;
