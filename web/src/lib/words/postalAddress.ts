import type { PatientProfile } from "@chartkey/protocol/patient-profile";
import { language } from "../language.ts";

/** A country by its name in the reader's language; `code` is ISO 3166-1 alpha-2. */
export const countryName = (code: string): string =>
  new Intl.DisplayNames([language], { type: "region" }).of(code) ?? code;

/** A postal address in one line, whole: town and street alone are those of others, too. */
export const addressInOneLine = ({ addressLines, city, postalCode, country }: PatientProfile): string =>
  [...addressLines, city, postalCode, countryName(country)].filter(Boolean).join(", ");
