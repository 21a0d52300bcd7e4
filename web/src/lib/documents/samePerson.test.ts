import { expect, it } from "vitest";
import { isSomebodyElse } from "./samePerson.ts";

it.each([
  ["Anjali Fernhill", "FERNHILL^ANJALI"],
  ["Anjali Fernhill", "Fernhill^Anjali^Maria^Dr^"],
  ["Ms A. Fernhill", "Anjali Fernhill"],
  ["Anjali M Fernhill", "Fernhill, Anjali"],
  ["Jürgen Müller-Straße", "MUELLER-STRASSE^JUERGEN"],
  ["Anna-Maria O’Leary", "OLEARY^ANNAMARIA"],
  ["Zoë Núñez", "zoe nunez"],
  ["Anjali Devi Fernhill", "Anjali Fernhill Thistledown"],
  ["Fernhill", "Anjali Fernhill"],
  ["अंजलि फर्नहिल", "Anjali Fernhill"],
  ["अंजलि फर्नहिल", "अंजलि फर्नहिल"],
  ["", "Anjali Fernhill"],
  ["^^^^", "Anjali Fernhill"],
])("“%s” and “%s” may be one person", (one, other) => {
  expect([isSomebodyElse(one, other), isSomebodyElse(other, one)]).toEqual([false, false]);
});

it.each([
  ["Anjali Fernhill", "Ravi Fernhill"],
  ["Anjali Fernhill", "CompressedSamples^CT1"],
  ["A. Fernhill", "R. Fernhill"],
  ["Anjali Fernhill", "Thistledown"],
  ["A. Anders", "Anders B."],
  ["अंजलि फर्नहिल", "अंजना फर्नहिल"],
])("“%s” is not “%s”", (one, other) => {
  expect([isSomebodyElse(one, other), isSomebodyElse(other, one)]).toEqual([true, true]);
});
