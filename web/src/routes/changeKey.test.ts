import { describe, expect, it } from "vitest";
import type { PresentWay } from "#lib/flows/changeKeyring.ts";
import { changeTitle, tasksOf } from "./changeKey.ts";

const passkey = { credentialId: new Uint8Array(1), relyingParty: "chart.example", salt: new Uint8Array(32) };
const code: PresentWay = { id: "0x1", kind: "recovery-code", label: "Recovery code", passkey: null };
const second: PresentWay = { id: "0x2", kind: "recovery-code", label: "Second recovery code", passkey: null };
const wallet: PresentWay = { id: "0x3", kind: "wallet", label: "This wallet", passkey: null };
const device: PresentWay = { id: "0x4", kind: "passkey", label: "Passkey", passkey };
const without = (way: PresentWay, ways: readonly PresentWay[]) =>
  tasksOf({ kind: "remove", way, name: "it" }, ways).map(({ kind }) => kind);

it("the title over a new code is not that of the way that is removed", () => {
  const removal = { kind: "remove", way: code, name: "Recovery code" } as const;
  expect(changeTitle(removal, "before")).toBe("Remove: Recovery code");
  expect(changeTitle(removal, "making")).toBe("Make a new key");
  expect(changeTitle({ kind: "add", task: { kind: "passkey" } }, "making")).toBe("Add a way to unlock");
});

describe("the ways to unlock to be put together", () => {
  it("are only the new one when one is added, and none when only the key is new", () => {
    expect(tasksOf({ kind: "add", task: { kind: "passkey" } }, [code, wallet])).toEqual([{ kind: "passkey" }]);
    expect(tasksOf({ kind: "rotate" }, [code, wallet])).toEqual([]);
  });

  it("are all the others, presented again, when one is removed", () => {
    expect(tasksOf({ kind: "remove", way: wallet, name: "it" }, [code, wallet, device])).toEqual([
      { kind: "keep-code", label: "Recovery code" },
      { kind: "keep-passkey", passkey },
    ]);
    expect(without(second, [code, second, wallet])).toEqual(["keep-code", "wallet"]);
  });

  it("have a new code where the only one is removed", () => {
    expect(without(code, [code, wallet])).toEqual(["new-code", "wallet"]);
    expect(without(code, [code, second])).toEqual(["keep-code", "second-way"]);
  });

  it("are never fewer than two", () => {
    expect(without(wallet, [code, wallet])).toEqual(["keep-code", "second-way"]);
    expect(without(code, [code])).toEqual(["new-code", "second-way"]);
  });
});
