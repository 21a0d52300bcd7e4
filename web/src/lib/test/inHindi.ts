import { vi } from "vitest";

/** Loads a module anew, as it is for a reader of Hindi: what it says is in Hindi from then on. */
export async function inHindi<Module>(load: () => Promise<Module>): Promise<Module> {
  vi.stubGlobal("localStorage", { getItem: () => "hi" });
  vi.resetModules();
  await import("../language.ts");
  const loaded = await load();
  vi.unstubAllGlobals();
  return loaded;
}
