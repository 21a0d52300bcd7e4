import { describe, expect, it } from "vitest";
import type { Session } from "#lib/session.svelte.ts";
import { homeOf } from "./home.ts";

const administrator = (registrarAt: readonly unknown[]) =>
  ({ isPatient: false, isDoctor: false, isAdministrator: true, who: { registrarAt } }) as unknown as Session;

describe("the first page of an administrator", () => {
  it("is who waits, for a registrar", () => {
    expect(homeOf(administrator([{ id: 1 }]))).toBe("/administrator");
  });

  it("is the hospitals, for whoever is registrar of none", () => {
    expect(homeOf(administrator([]))).toBe("/administrator/hospitals");
  });
});
