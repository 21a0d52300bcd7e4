import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { chunkGroups } from "../chunks.ts";

const src = fileURLToPath(new URL("../src/", import.meta.url));
const messages = "/messages";
const said = (name: string) => `${messages}/messages/${name}.js`;
const icon = (name: string) => `/node_modules/@lucide/svelte/dist/icons/${name}.svelte`;

/** What each module imports, and the messages it says; all that begins something is there. */
const modules: Record<string, { imports: readonly string[]; says?: string }> = {
  "routes/+layout.svelte": { imports: ["lib/language.ts"] },
  "routes/+layout.ts": { imports: [] },
  "routes/+page.svelte": { imports: ["components/Button.svelte", "components/Welcome.svelte"], says: "welcome" },
  "routes/audit/+layout.svelte": { imports: ["components/Button.svelte", "components/AppShell.svelte"] },
  "routes/audit/+page.svelte": { imports: [], says: "record" },
  "routes/audit/roles/+page.svelte": { imports: [] },
  "routes/audit/timeline/+page.svelte": { imports: [] },
  "routes/doctors/+page.svelte": { imports: ["components/AppShell.svelte"], says: "welcome" },
  "routes/link/+page.svelte": { imports: ["lib/base64.ts", "components/AppShell.svelte"] },
  "lib/app.ts": { imports: ["lib/base64.ts", "lib/keys.ts", "lib/language.ts"] },
  "routes/audit/PublicRecord.svelte": { imports: ["lib/keys.ts", "components/DataTable.svelte"] },
  "routes/audit/roles/RoleHistory.svelte": { imports: [] },
  "routes/audit/timeline/EventSearch.svelte": { imports: [] },
  "routes/doctors/DoctorDirectory.svelte": { imports: [] },
  "lib/language.ts": { imports: [] },
  "lib/base64.ts": { imports: [] },
  "lib/keys.ts": { imports: [] },
  "components/Button.svelte": { imports: [] },
  "components/Welcome.svelte": { imports: [icon("eye")] },
  "components/DataTable.svelte": { imports: [] },
  "components/AppShell.svelte": { imports: [icon("lock")] },
};

const graph = (known = modules) => ({
  getModuleInfo(id: string) {
    if (id.startsWith(messages) || id.includes("node_modules")) return { importedIds: [], code: "" };
    const found = known[id.replace(src, "")];
    return (
      (found && {
        importedIds: found.imports.map((each) => (each.startsWith("/") ? each : src + each)),
        code: found.says ? `draw(m.${found.says}())` : null,
      }) ??
      null
    );
  },
});

/** The file that a module comes in. */
function fileOf(id: string): string | null {
  const names = chunkGroups(messages).map(({ name }) => name(id, graph()));
  expect(names.filter((name) => name !== null).length).toBeLessThanOrEqual(1);
  return names.find((name) => name !== null) ?? null;
}

describe("the files of the built page", () => {
  it.each([
    [
      "what is to be told of the page before all others begin",
      "/node_modules/@sveltejs/kit/src/runtime/client/payload.js",
      "start",
    ],
    ["the frame of every page", src + "routes/+layout.svelte", "frame"],
    ["what the first page and the public ones share", src + "components/Button.svelte", "frame"],
    ["a message that both say", said("welcome"), "frame"],
    ["what only the first page needs", src + "components/Welcome.svelte", "first"],
    ["its icons", icon("eye"), "first"],
    ["what only public pages need", src + "components/AppShell.svelte", "public"],
    ["what they say", said("record"), "public"],
    ["what a link and the app need", src + "lib/base64.ts", "link"],
    ["what only the app needs", src + "lib/keys.ts", "app"],
    ["what public pages show once the app is there", src + "components/DataTable.svelte", "lists"],
    ["what none of them needs", src + "routes/patient/+layout.svelte", null],
  ])("%s", (_, id, file) => {
    expect(fileOf(id)).toBe(file);
  });

  it("has what begins first, then the frame, whose libraries every page has then", () => {
    const priorities = chunkGroups(messages).map(({ priority }) => priority);
    expect(priorities).toEqual([...priorities].sort((a, b) => b - a));
    expect(new Set(priorities).size).toBe(priorities.length);
  });

  it("are refused when a page is named that is none any more", () => {
    const { "routes/doctors/+page.svelte": _, ...others } = modules;
    expect(() => chunkGroups(messages)[1]?.name(src, graph(others))).toThrow(
      /doctors\/\+page\.svelte is not part of the page/,
    );
  });
});
