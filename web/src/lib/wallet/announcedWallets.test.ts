import { describe, expect, it } from "vitest";
import type { Network } from "../network/network.ts";
import { walletChoices } from "./announcedWallets.ts";

const nowhere = { walletConnectProjectId: null, local: null } as Network;
const announced = (icon: string) => [
  {
    info: { uuid: "1", rdns: "example.wallet", name: "A wallet", icon: icon as `data:image/${string}` },
    provider: null as never,
  },
];

describe("the wallets someone can choose", () => {
  it("are those that announced themselves, by their reverse domain name", () => {
    expect(walletChoices(nowhere, announced("data:image/png;base64,AA=="))).toEqual([
      { id: "example.wallet", name: "A wallet", icon: "data:image/png;base64,AA==", kind: "installed", role: null },
    ]);
  });

  it("are shown without a picture that would be fetched from elsewhere", () => {
    expect(walletChoices(nowhere, announced("https://tracker.example/icon.png"))[0]?.icon).toBeNull();
  });

  it("hold a phone's only where pairing is configured", () => {
    const kinds = (network: Network) => walletChoices(network, []).map(({ kind }) => kind);
    expect(kinds(nowhere)).toEqual([]);
    expect(kinds({ ...nowhere, walletConnectProjectId: "0".repeat(32) })).toEqual(["phone"]);
  });

  it("end with those of the local demo, each with whom it stands for", () => {
    const demoWallets = [
      { name: "Anjali Fernhill, patient", role: "patient" as const, privateKey: "0x" as const },
      { name: "Dr Priya Marlowe", role: "doctor" as const, privateKey: "0x" as const },
    ];
    const network = { ...nowhere, local: { demoWallets } } as unknown as Network;
    expect(walletChoices(network, announced("data:image/png;base64,AA==")).map(({ id, role }) => [id, role])).toEqual([
      ["example.wallet", null],
      ["demo:0", "patient"],
      ["demo:1", "doctor"],
    ]);
  });
});
