import { describe, expect, it } from "vitest";
import sample from "../register.sample.csv?raw";
import { registerKeysOf } from "../src/configuration/read-configuration.ts";
import { parseRegister, RegisterError } from "../src/register/parse-register.ts";
import { registerEntries } from "../src/register/register-entries.ts";
import { registerKey } from "../src/register/register-key.ts";
import { openLicence, sealLicence } from "../src/register/seal-licence.ts";
import { ask, newWallet, signIn, solve } from "./support/client.ts";

const HEADER = "authority,registrationNumber,professionalName,specialty,phone,validUntil";
const GOOD = "NMC-DEMO,GM-11,Dr Ada Quillfeather,General medicine,+12025550120,2030-06-30";
const registerSecret = Uint8Array.from({ length: 32 }, (_, i) => i * 7 + 1);

function problemsOf(csv: string) {
  try {
    parseRegister(csv);
    return [];
  } catch (error) {
    if (error instanceof RegisterError) return error.problems.map(({ line, problem }) => `${line}: ${problem}`);
    throw error;
  }
}

describe("a register in CSV", () => {
  it("is read into licences", () => {
    const [licence] = parseRegister(`${HEADER}\r\n${GOOD}\r\n`);
    expect(licence).toEqual({
      authority: "NMC-DEMO",
      registrationNumber: "GM-11",
      professionalName: "Dr Ada Quillfeather",
      specialty: "General medicine",
      phone: "+12025550120",
      validUntil: Date.UTC(2030, 5, 30, 23, 59, 59) / 1000,
      line: 2,
    });
  });

  it("may write phone numbers with spaces and names in quotes", () => {
    const [licence] = parseRegister(`\ufeff${HEADER}\nAB,12,"Quillfeather, Ada",X,+1 202-555-0120,2030-06-30`);
    expect(licence).toMatchObject({ professionalName: "Quillfeather, Ada", phone: "+12025550120" });
  });

  it("names every bad line and column, and quotes none", () => {
    const csv = [
      HEADER,
      GOOD,
      "NMC-DEMO,GM-2,Dr A,General medicine,2025550101,2030-06-30",
      "NMC-DEMO,GM-3,Dr A,General medicine,+1202555,2030-06-30",
      "NMC-DEMO,--,Dr A,General medicine,+12025550101,2030-06-30",
      ",GM-5,,General medicine,+12025550101,2030-02-30",
      `NMC-DEMO,GM-6,${"x".repeat(129)},General medicine,+12025550101,30/06/2030`,
    ].join("\n");
    expect(problemsOf(csv)).toEqual([
      "3: phone is no phone number in international form (+…)",
      "4: phone is no phone number in international form (+…)",
      "5: registrationNumber is not 2 to 32 letters and digits",
      "6: authority is no authority",
      "6: professionalName is empty",
      "6: validUntil is no date such as 2027-12-31",
      "7: professionalName is longer than 128 bytes",
      "7: validUntil is no date such as 2027-12-31",
    ]);
  });

  it.each([
    ["other columns", "a,b,c\n1,2,3", `1: the first line must be ${HEADER}`],
    ["nothing in it", "", `1: the first line must be ${HEADER}`],
    ["a column too few", `${HEADER}\nAB,12,Dr A,X,+12025550101`, "2: is not well-formed CSV"],
    ["a quote that never ends", `${HEADER}\nAB,12,"Dr A,X,+12025550101,2030-06-30`, "2: is not well-formed CSV"],
  ])("with %s is refused", (_, csv, problem) => {
    expect(problemsOf(csv)[0]).toContain(problem);
  });

  it("that names a licence twice, even written differently, gives no entries", async () => {
    const csv = `${HEADER}\n${GOOD}\n${GOOD.replace("GM-11", "gm 11")}`;
    await expect(registerEntries(csv, { registerSecret })).rejects.toThrow("line 3: repeats the licence of line 2");
  });

  it("in the repository is good, and every phone is in a range kept for fiction", () => {
    const licences = parseRegister(sample);
    expect(licences.length).toBeGreaterThanOrEqual(4);
    for (const { phone, authority } of licences) {
      expect(phone).toMatch(/^\+120255501\d\d$/);
      expect(authority).toMatch(/-DEMO$/);
    }
  });
});

describe("a number with a check digit", () => {
  const npi = (number: string) => GOOD.replace("NMC-DEMO,GM-11", `US-NPI,${number}`);

  // The example of the NPI standard, and numbers one digit and one transposition away from it.
  it.each(["1234567893", "1234 567 893"])("that is an NPI is taken: %s", (number) => {
    expect(problemsOf(`${HEADER}\n${npi(number)}`)).toEqual([]);
  });

  it.each([
    ["1234567890", "its check digit is wrong"],
    ["1234567983", "its check digit is wrong"],
    ["2234567893", "its check digit is wrong"],
    ["3234567893", "that has 10 digits"],
    ["123456789", "that has 10 digits"],
    ["12345678931", "that has 10 digits"],
    ["123456789X", "that has 10 digits"],
  ])("that is none is refused by line: %s", (number, problem) => {
    expect(problemsOf(`${HEADER}\n${GOOD}\n${npi(number)}`)).toEqual([
      `3: registrationNumber is no NPI: ${problem}${problem.startsWith("that") ? " and begins with 1 or 2" : ""}`,
    ]);
  });

  it("that was mistyped is told so at once, before a check is spent", async () => {
    const token = await signIn(newWallet());
    const altcha = await solve();
    const body = { authority: "US-NPI", registrationNumber: "1234567890", altcha };
    const refused = await ask("POST", "/v1/codes", body, token);
    expect(refused).toMatchObject({ status: 400, body: { error: "number_mistyped" } });
    expect((await ask("POST", "/v1/codes", { ...body, registrationNumber: "1234567893" }, token)).status).toBe(202);
  });
});

describe("an entry of the register", () => {
  it("is found by its number and opened with the secret", async () => {
    const [entry] = await registerEntries(`${HEADER}\n${GOOD}`, { registerSecret });
    const keys = registerKeysOf(registerSecret);
    expect(entry?.key).toBe(await registerKey(keys, { authority: "nmc-demo", registrationNumber: "GM11" }));
    expect(await openLicence(keys.seal, entry!.key, entry!.value)).toEqual({
      professionalName: "Dr Ada Quillfeather",
      specialty: "General medicine",
      phone: "+12025550120",
      validUntil: Date.UTC(2030, 5, 30, 23, 59, 59) / 1000,
    });
  });

  it("has the same length whatever the name", async () => {
    const csv = `${HEADER}\n${GOOD}\nNMC-DEMO,GM-2,Dr B,X,+12025550121,2030-06-30`;
    const lengths = (await registerEntries(csv, { registerSecret })).map(({ value }) => value.length);
    expect(new Set(lengths).size).toBe(1);
  });

  it("cannot be opened with another secret, in another place, or altered", async () => {
    const keys = registerKeysOf(registerSecret);
    const licence = { professionalName: "Dr A", specialty: "X", phone: "+12025550120", validUntil: 1 };
    const row = await sealLicence(keys.seal, "licence:a", licence);
    await expect(openLicence(registerKeysOf(registerSecret.toReversed()).seal, "licence:a", row)).rejects.toThrow();
    await expect(openLicence(keys.seal, "licence:b", row)).rejects.toThrow();
    const altered = (row.startsWith("A") ? "B" : "A") + row.slice(1);
    await expect(openLicence(keys.seal, "licence:a", altered)).rejects.toThrow();
  });
});
