import { sha256 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import { bytesToHex, hexToBytes, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { joinBytes, unshared } from "../src/bytes.ts";
import { EmptyTreeError, leafHash, merkleRoot } from "../src/commitment.ts";

/** The reference tree of Certificate Transparency's implementations: eight entries and the root over the first n. */
const ENTRIES: Hex[] = [
  "0x",
  "0x00",
  "0x10",
  "0x2021",
  "0x3031",
  "0x40414243",
  "0x5051525354555657",
  "0x606162636465666768696a6b6c6d6e6f",
];
const ROOTS = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const rfc9162Leaf = (entry: Hex) => unshared(sha256(joinBytes(Uint8Array.of(0), hexToBytes(entry))));

describe("a Merkle root", () => {
  it("is that of Certificate Transparency's reference tree at every size", () => {
    const roots = ROOTS.map((_, i) => bytesToHex(merkleRoot(ENTRIES.slice(0, i + 1).map(rfc9162Leaf))).slice(2));
    expect(roots).toEqual(ROOTS);
  });

  it("changes with any leaf, their order and their number", () => {
    const leaf = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(unshared);
    fc.assert(
      fc.property(
        fc.uniqueArray(leaf, { minLength: 2, maxLength: 40, selector: bytesToHex }),
        fc.nat(),
        (leaves, at) => {
          const root = bytesToHex(merkleRoot(leaves));
          const i = at % leaves.length;
          const j = (i + 1) % leaves.length;
          expect(bytesToHex(merkleRoot(leaves.with(i, leaves[j]!)))).not.toBe(root);
          expect(bytesToHex(merkleRoot(leaves.with(i, leaves[j]!).with(j, leaves[i]!)))).not.toBe(root);
          expect(bytesToHex(merkleRoot(leaves.toSpliced(i, 1)))).not.toBe(root);
          expect(bytesToHex(merkleRoot([...leaves, leaves[0]!]))).not.toBe(root);
        },
      ),
    );
  });

  it("needs a leaf", () => {
    expect(() => merkleRoot([])).toThrow(EmptyTreeError);
  });
});

describe("a leaf", () => {
  it("depends on the blinding and the position as well as the content", async () => {
    const content = Uint8Array.of(1, 2, 3);
    const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    const leaves = await Promise.all([
      leafHash(one, 0, content),
      leafHash(other, 0, content),
      leafHash(one, 1, content),
    ]);
    expect(new Set(leaves.map((leaf) => bytesToHex(leaf))).size).toBe(3);
  });

  it("is no plain hash of its content, so nobody can guess what was committed to", async () => {
    const content = new TextEncoder().encode("HIV test: negative");
    const leaf = bytesToHex(await leafHash(new Uint8Array(32).fill(9), 1, content));
    expect(leaf).not.toBe(bytesToHex(sha256(content)));
    expect(leaf).not.toBe(bytesToHex(sha256(joinBytes(Uint8Array.of(0), content))));
  });
});
