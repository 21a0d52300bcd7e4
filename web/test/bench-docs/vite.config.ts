import { svelte } from "@sveltejs/vite-plugin-svelte";
import tailwindcss from "@tailwindcss/vite";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { drawnIcons } from "../../icons.ts";

/** The page in which viewers and a long list are measured; never part of the build. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [drawnIcons(), tailwindcss(), svelte({ compilerOptions: { runes: true } })],
  worker: { format: "es" },
});
