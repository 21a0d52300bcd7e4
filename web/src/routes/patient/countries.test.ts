import { describe, expect, it } from "vitest";
import { languages } from "#lib/language.ts";
import { countriesIn } from "./countries.ts";

describe.each(languages.map(({ code }) => code))("the countries in %s", (language) => {
  const countries = countriesIn(language);
  const codes = countries.map(({ value }) => value);

  it("have each name once", () => {
    const names = countries.map(({ label }) => label);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("are the 249 of ISO 3166-1, and Kosovo", () => {
    expect(codes).toHaveLength(250);
    expect(codes).toEqual(expect.arrayContaining(["DE", "FR", "GB", "IN", "RU", "RS", "VN", "XK", "YE", "ZW"]));
  });

  it.each(["AN", "BU", "CS", "DD", "FX", "SU", "TP", "UK", "VD", "YD", "YU", "ZR"])(
    "leave out %s, withdrawn",
    (code) => {
      expect(codes).not.toContain(code);
    },
  );
});
