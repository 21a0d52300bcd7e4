import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, it } from "vitest";
import { drawnIcons } from "../icons.ts";

const icons = path.dirname(createRequire(import.meta.url).resolve("@lucide/svelte/icons/eye"));
const file = (name: string) => path.join(icons, `${name}.svelte`);
const transform = drawnIcons().transform as (code: string, id: string) => string | null;

it("writes an icon as it is drawn, with a class of its own and one more", () => {
  const drawn = transform(readFileSync(file("eye"), "utf8"), file("eye"));
  expect(drawn).toMatchInlineSnapshot(`
    "<script lang="ts">let { class: more } = $props();</script>
    <svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"
      stroke-linecap="round" stroke-linejoin="round" class={["lucide", "lucide-eye", more]} aria-hidden="true"><path d="M2.062 12.348a1 1 0 0 1 0-.696 10.75 10.75 0 0 1 19.876 0 1 1 0 0 1 0 .696 10.75 10.75 0 0 1-19.876 0" /><circle cx="12" cy="12" r="3" /></svg>
    "
  `);
});

it("leaves every other component alone", () => {
  expect(transform("<p />", "/src/components/Button.svelte")).toBeNull();
  expect(transform("<svg />", file("../Icon"))).toBeNull();
});

it("refuses an icon that is written otherwise", () => {
  expect(() => transform("<svg />", file("eye"))).toThrow("Say in icons.ts how.");
});
