/**
 * A patient's own details, kept as a report that only they share. `addressLines` are one to four lines below the name; `country`
 * is ISO 3166-1 alpha-2; `phone` is E.164 ("+447700900123"). `postalCode` and `email` are empty where there is none.
 */
export type PatientProfile = {
  name: string;
  addressLines: string[];
  city: string;
  postalCode: string;
  country: string;
  phone: string;
  email: string;
};

export type ProfileField = keyof PatientProfile;

/** One sentence per wrong field, saying what to do. */
export type ProfileErrors = Partial<Record<ProfileField, string>>;

/** A FHIR R4 Patient (hl7.org/fhir/R4/patient.html), as far as a profile fills it. */
export type ProfilePatient = {
  resourceType: "Patient";
  name: [{ use: "official"; text: string }];
  telecom: [{ system: "phone"; value: string }, { system: "email"; value: string }?];
  address: [{ use: "home"; line: string[]; city: string; postalCode?: string; country: string }];
};

const LINE = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+$/u;
const MAX_LINE = 120;
const MAX_LINES = 4;

/** What people type becomes what is kept: spaces trimmed, telephone numbers without punctuation, country in upper case. */
export function normaliseProfile(typed: PatientProfile): PatientProfile {
  const tidy = (text: string) => text.normalize("NFC").trim().replace(/\s+/g, " ");
  return {
    name: tidy(typed.name),
    addressLines: typed.addressLines.map(tidy).filter((line) => line !== ""),
    city: tidy(typed.city),
    postalCode: tidy(typed.postalCode).toUpperCase(),
    country: tidy(typed.country).toUpperCase(),
    phone: typed.phone
      .normalize("NFKC")
      .replace(/[\s\p{Pd}\p{Cf}()./]/gu, "")
      .replace(/^00/, "+"),
    email: typed.email.normalize("NFKC").trim(),
  };
}

/** Checks a normalised profile. Empty when all is well. */
export function profileErrors(profile: PatientProfile): ProfileErrors {
  const errors: Record<ProfileField, string | null> = {
    name: isLine(profile.name) ? null : "Write your full name, up to 120 characters.",
    addressLines: addressError(profile.addressLines),
    city: isLine(profile.city) ? null : "Write the town or city you live in.",
    postalCode: /^[\p{L}\p{N} -]{0,12}$/u.test(profile.postalCode)
      ? null
      : "A postal code has up to 12 letters and digits. Leave it empty if your country has none.",
    country: isCountry(profile.country) ? null : "Choose your country from the list.",
    phone: phoneError(profile.phone),
    email: emailError(profile.email),
  };
  return Object.fromEntries(Object.entries(errors).filter(([, error]) => error !== null)) as ProfileErrors;
}

/** @throws InvalidProfileError */
export function patientOfProfile(typed: PatientProfile): ProfilePatient {
  const profile = requireValid(normaliseProfile(typed));
  const { name, addressLines, city, postalCode, country, phone, email } = profile;
  return {
    resourceType: "Patient",
    name: [{ use: "official", text: name }],
    telecom: email
      ? [
          { system: "phone", value: phone },
          { system: "email", value: email },
        ]
      : [{ system: "phone", value: phone }],
    address: [{ use: "home", line: addressLines, city, ...(postalCode && { postalCode }), country }],
  };
}

/**
 * Reads a profile back from the JSON of a Patient. Elements that a profile has no place for are left out.
 * @throws InvalidProfileError when something is missing or wrong, or when this is no Patient.
 */
export function profileOfPatient(resource: unknown): PatientProfile {
  if (field(resource, "resourceType") !== "Patient") throw new InvalidProfileError({});
  const address = list(field(resource, "address"))[0];
  const telecom = (system: string) =>
    list(field(resource, "telecom")).find((point) => field(point, "system") === system);
  return requireValid(
    normaliseProfile({
      name: text(field(list(field(resource, "name"))[0], "text")),
      addressLines: list(field(address, "line")).map(text),
      city: text(field(address, "city")),
      postalCode: text(field(address, "postalCode")),
      country: text(field(address, "country")),
      phone: text(field(telecom("phone"), "value")),
      email: text(field(telecom("email"), "value")),
    }),
  );
}

function requireValid(profile: PatientProfile): PatientProfile {
  const errors = profileErrors(profile);
  if (Object.keys(errors).length > 0) throw new InvalidProfileError(errors);
  return profile;
}

function isLine(line: string): boolean {
  return line.length <= MAX_LINE && LINE.test(line) && line.trim() !== "";
}

function addressError(lines: string[]): string | null {
  if (lines.length === 0) return "Write your street and house number.";
  if (lines.length > MAX_LINES || !lines.every(isLine)) return "An address has up to 4 lines of up to 120 characters.";
  return null;
}

function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code)) return false;
  return new Intl.DisplayNames(["en"], { type: "region", fallback: "none" }).of(code) !== undefined;
}

function phoneError(phone: string): string | null {
  if (phone === "") return "Write your telephone number with its country code, for example +44 7700 900123.";
  if (!phone.startsWith("+")) return "Begin with + and the country code, for example +44 7700 900123.";
  if (!/^\+[1-9]\d*$/.test(phone)) return "After the + there are only digits, and the first is not 0.";
  if (phone.length < 8)
    return "This number is too short. Include the country and area code, for example +44 7700 900123.";
  if (phone.length > 16) return "This number is too long. A telephone number has at most 15 digits.";
  return null;
}

function emailError(email: string): string | null {
  if (email === "") return null;
  const [local, domain, ...rest] = email.split("@");
  if (!local || !domain || rest.length > 0) return "An email address has one @, for example name@example.org.";
  const isPlausible = email.length <= 254 && local.length <= 64 && /^[^\s\p{C}"(),:;<>[\]\\]+$/u.test(local);
  if (!isPlausible || /^\.|\.\.|\.$/.test(local)) return "Something before the @ is not possible in an email address.";
  const isDomain = /^(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}-]{2,}$/u.test(domain);
  return isDomain ? null : "Write what follows the @ in full, for example name@example.org.";
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** `errors` has a sentence for each wrong field. */
export class InvalidProfileError extends Error {
  override name = "InvalidProfileError";
  readonly errors: ProfileErrors;
  constructor(errors: ProfileErrors) {
    super("Some of these details cannot be used. Nothing was saved; look at the marked fields again.");
    this.errors = errors;
  }
}
