import type { Plugin } from "vite";

const isIcon = (id: string) => /\/@lucide\/svelte\/dist\/icons\/[a-z\d-]+\.svelte$/.test(id);

/** As much as is used here of what an icon's file says of it. */
interface IconData {
  readonly name: string;
  readonly node: readonly (readonly [tag: string, attributes: Readonly<Record<string, string | number>>])[];
}

/**
 * Writes the icons of lucide as they are drawn. Their own component puts each line of each icon together when it is drawn, for sizes,
 * colours and strokes that nobody changes here: on a telephone that took a third of the time in which the frame of a page is drawn.
 */
export function drawnIcons(): Plugin {
  return {
    name: "drawn-icons",
    // Before Svelte compiles them.
    enforce: "pre",
    transform: (code, id) => (isIcon(id) ? drawn(code) : null),
  };
}

/** @throws when an icon's file is not written as it was, as a newer version might be. */
function drawn(code: string): string {
  const written = /^const iconData = (\{.*\});$/m.exec(code)?.[1];
  if (written === undefined) throw new Error("The icons of @lucide/svelte are written otherwise. Say in icons.ts how.");
  const { name, node } = JSON.parse(written) as IconData;
  const lines = node.map(([tag, attributes]) => {
    const all = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
    return `<${tag}${all.join("")} />`;
  });
  return `<script lang="ts">let { class: more } = $props();</script>
<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"
  stroke-linecap="round" stroke-linejoin="round" class={["lucide", "lucide-${name}", more]} aria-hidden="true">${lines.join("")}</svg>
`;
}
