import type { BeforeNavigate } from "$app/navigation";
import { beforeEach, describe, expect, it, vi } from "vitest";

vi.mock("$app/navigation", () => ({ goto: vi.fn() }));
const { Unsaved } = await import("./unsaved.svelte.ts");

const goOn = vi.fn();
let unsaved: InstanceType<typeof Unsaved>;
beforeEach(() => {
  goOn.mockReset();
  unsaved = new Unsaved(goOn);
});

/** Somebody on the page of their details, on the way elsewhere. */
function going(type: "link" | "popstate" | "leave", path: string | null) {
  const cancel = vi.fn();
  const target = (pathname: string) => ({ url: new URL(pathname, "https://chartkey.example") });
  const navigation = {
    type,
    from: target("/patient/details"),
    to: path === null ? null : target(path),
    willUnload: type === "leave",
    cancel,
  } as unknown as BeforeNavigate;
  unsaved.before(navigation);
  return { navigation, cancel };
}

describe("leaving what is not saved", () => {
  it.each([["link" as const], ["popstate" as const]])(
    "by a %s asks first, and goes on once that is agreed to",
    (type) => {
      unsaved.hold(() => "What you typed would be lost.");
      const { navigation, cancel } = going(type, "/patient/reports");
      expect(cancel).toHaveBeenCalledOnce();
      expect(unsaved.asking).toEqual(["What you typed would be lost."]);
      expect(goOn).not.toHaveBeenCalled();
      unsaved.leave();
      expect(goOn).toHaveBeenCalledExactlyOnceWith(navigation);
      expect(going(type, "/patient/reports").cancel).not.toHaveBeenCalled();
      unsaved.arrived();
      expect(going(type, "/patient/details/elsewhere").cancel).toHaveBeenCalledOnce();
    },
  );

  it("stays where it was when that is not agreed to, and asks again the next time", () => {
    unsaved.hold(() => "What you typed would be lost.");
    going("link", "/patient/reports");
    unsaved.stay();
    expect(unsaved.asking).toBeNull();
    expect(goOn).not.toHaveBeenCalled();
    expect(going("link", "/patient/reports").cancel).toHaveBeenCalledOnce();
  });

  it("by closing the page or loading it anew is asked about by the browser", () => {
    unsaved.hold(() => "What you typed would be lost.");
    expect(going("leave", null).cancel).toHaveBeenCalledOnce();
    expect(unsaved.asking).toBeNull();
  });

  it("asks about everything at once that would be lost, and only about that", () => {
    unsaved.hold(() => "One.");
    unsaved.hold(() => null);
    const letGo = unsaved.hold(() => "Gone.");
    unsaved.hold((to) => (to?.pathname.startsWith("/patient/") ? null : "Elsewhere."));
    letGo();
    going("link", "/patient/reports");
    expect(unsaved.asking).toEqual(["One."]);
    going("link", "/doctors");
    expect(unsaved.asking).toEqual(["One.", "Elsewhere."]);
  });

  it("is no matter where nothing is held, or where only the part of a page changes", () => {
    expect(going("leave", null).cancel).not.toHaveBeenCalled();
    expect(going("link", "/patient/reports").cancel).not.toHaveBeenCalled();
    unsaved.hold(() => "What you typed would be lost.");
    expect(going("popstate", "/patient/details").cancel).not.toHaveBeenCalled();
  });

  it("by something else than a navigation is asked about, too", () => {
    const signOut = vi.fn();
    const letGo = unsaved.hold(() => "What you typed would be lost.");
    unsaved.ask(signOut);
    expect(signOut).not.toHaveBeenCalled();
    unsaved.leave();
    expect(signOut).toHaveBeenCalledOnce();
    expect(going("link", "/patient/reports").cancel).toHaveBeenCalledOnce();
    letGo();
    unsaved.ask(signOut);
    expect(signOut).toHaveBeenCalledTimes(2);
  });
});
