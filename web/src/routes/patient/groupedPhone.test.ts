import { expect, it } from "vitest";
import { groupedPhone } from "./groupedPhone.ts";

it.each([
  ["+447700900123", "+44 7700 900123"],
  ["+919876543210", "+91 98765 43210"],
  ["+12025550141", "+1 202 555 0141"],
  ["+999", "+999"],
])("the telephone number %s is read as %s", (phone, grouped) => {
  expect(groupedPhone(phone)).toBe(grouped);
});
