import { svelte } from "@sveltejs/vite-plugin-svelte";
import tailwindcss from "@tailwindcss/vite";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { drawnIcons } from "../../icons.ts";

/** The gallery: every component in every state, on one page per scene. For looking and for axe; never part of the build. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [drawnIcons(), tailwindcss(), svelte({ compilerOptions: { runes: true } })],
  cacheDir: fileURLToPath(new URL("../../node_modules/.vite-gallery", import.meta.url)),
  worker: { format: "es" },
  server: { host: "127.0.0.1", strictPort: true, fs: { allow: [fileURLToPath(new URL("../../..", import.meta.url))] } },
});
