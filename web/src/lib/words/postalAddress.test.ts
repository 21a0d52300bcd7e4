import { expect, it } from "vitest";
import { inHindi } from "../test/inHindi.ts";
import { addressInOneLine } from "./postalAddress.ts";

const profile = {
  name: "Ravi Thistledown",
  addressLines: ["Flat 2", "3 Quince Lane"],
  city: "Elderbrook",
  postalCode: "NF2 4BB",
  country: "GB",
  phone: "+447700900123",
  email: "ravi@example.org",
};

it("an address in one line has its postal code, and its country by name", () => {
  expect(addressInOneLine(profile)).toBe("Flat 2, 3 Quince Lane, Elderbrook, NF2 4BB, United Kingdom");
  expect(addressInOneLine({ ...profile, postalCode: "", country: "IE" })).toBe(
    "Flat 2, 3 Quince Lane, Elderbrook, Ireland",
  );
});

it("an address names its country in Hindi to a reader of Hindi", async () => {
  const hindi = await inHindi(() => import("./postalAddress.ts"));
  expect(hindi.addressInOneLine(profile)).toMatch(/NF2 4BB, \p{Script=Devanagari}/u);
});
