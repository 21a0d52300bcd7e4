import { expect, it } from "vitest";
import { tagValue } from "./tagValue.ts";

it.each([
  ["DA", "20040119", "19 Jan 2004"],
  ["DA", "20041319", "20041319"],
  ["DA", "2004.01.19", "2004.01.19"],
  ["TM", "072730.100000", "07:27:30"],
  ["TM", "0727", "07:27"],
  ["TM", "2561", "2561"],
  ["DT", "20040119072730.5", "19 Jan 2004, 07:27"],
  ["DT", "20040119072730-0945", "19 Jan 2004, 07:27 UTC\u221209:45"],
  ["DT", "2004", "2004"],
  ["AS", "045Y", "45 years"],
  ["AS", "001M", "1 month"],
  ["AS", "45", "45"],
  ["DS", "-77.2040634155", "-77.2041"],
  ["DS", "5.000000", "5"],
  ["DS", "0.661468 · 0.661468", "0.66147 · 0.66147"],
  ["DS", "1.5e-05", "0.000015"],
  ["DS", "five", "five"],
  ["IS", "1024", "1024"],
  ["LO", "5.000000", "5.000000"],
  ["", "20040119", "20040119"],
])("a value of the kind %s, as %s, is read as %s", (kind, value, words) => {
  expect(tagValue({ id: "x0", tag: "", kind, value })).toBe(words);
});

it.each([
  ["F", "Female"],
  ["M", "Male"],
  ["O", "Other"],
  ["X", "X"],
])("the sex on record, as %s, is read as %s", (value, words) => {
  expect(tagValue({ id: "x00100040", tag: "", kind: "CS", value })).toBe(words);
});
