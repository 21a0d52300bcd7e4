import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** A telephone number as E.164 has it ("+447700900123"), in the groups in which people of its country read it ("+44 7700 900123"). */
export function groupedPhone(phone: string): string {
  return parsePhoneNumberFromString(phone)?.formatInternational() ?? phone;
}
