import { describe, expect, it } from "vitest";
import { readTable, TableFormatError } from "./readTable.ts";
import { tableTrends } from "./tableTrends.ts";
import { dayIn, decimalMarkOf, mannerOf, numberIn, rangeIn } from "./tableValues.ts";

const lines = (...all: string[]) => all.join("\n");
const long = lines(
  "Date,Test,Value,Unit,Usual range",
  "2026-01-10,Glucose,5.4,mmol/L,3.9-5.5",
  "2026-04-02,Glucose,6.10,mmol/L,3.9-5.5",
  "2026-04-02,HDL,<0.5,mmol/L,> 1.0",
);

describe("a table", () => {
  it.each([
    [",", long],
    [";", long.replaceAll(",", ";")],
    ["\t", long.replaceAll(",", "\t")],
    [",", long.replaceAll("\n", "\r\n")],
    [";", `sep=;\n${long.replaceAll(",", ";")}`],
  ])("is read with “%s” between its cells", (separator, text) => {
    const table = readTable(text);
    expect(table.separator).toBe(separator);
    expect(table.titles).toEqual(["Date", "Test", "Value", "Unit", "Usual range"]);
    expect(table.rows.map(({ cells }) => cells[2])).toEqual(["5.4", "6.10", "<0.5"]);
    expect(table.odd).toEqual([]);
  });

  it("with decimal commas is not cut at them", () => {
    const table = readTable(lines("Datum;Glukose;HDL", "10.01.2026;5,4;1,2", "02.04.2026;6,1;1,1"));
    expect(table.separator).toBe(";");
    expect(table.rows[0]!.cells).toEqual(["10.01.2026", "5,4", "1,2"]);
  });

  it("keeps separators, quotation marks and line breaks inside quotes", () => {
    const table = readTable(lines("Test,Value", '"Glucose, fasting",5', '"He said ""high""\nand left",6', "HDL,1"));
    expect(table.rows.map(({ cells }) => cells[0])).toEqual(["Glucose, fasting", 'He said "high"\nand left', "HDL"]);
    expect(table.rows.map(({ line }) => line)).toEqual([2, 3, 5]);
  });

  it("may have lines above it and empty ones within", () => {
    const table = readTable(
      lines("Laboratory Northfield", "", "Date,Glucose,HDL", "2026-01-10,5,1", "", "2026-02-10,6,1"),
    );
    expect(table.above).toEqual(["Laboratory Northfield"]);
    expect(table.titles).toEqual(["Date", "Glucose", "HDL"]);
    expect(table.rows.map(({ line }) => line)).toEqual([4, 6]);
  });

  it("gives every column a name of its own", () => {
    expect(readTable(lines("Date,,Value,Value", "2026-01-10,a,1,2")).titles).toEqual([
      "Date",
      "Column 2",
      "Value",
      "Value (column 4)",
    ]);
    const bare = readTable(lines("2026-01-10,5", "2026-01-11,6"));
    expect(bare.titles).toEqual(["Column 1", "Column 2"]);
    expect(bare.rows).toHaveLength(2);
  });

  it("names the lines that do not fit, and shows the rest", () => {
    const table = readTable(
      lines("Date,Test,Value", "2026-01-10,Glucose,5", "2026-01-11", "2026-01-12,HDL,1,2", "2026-01-13,HDL,1"),
    );
    expect(table.rows.map(({ line }) => line)).toEqual([2, 5]);
    expect(table.odd).toEqual([
      { line: 3, problem: "It has 1 cell where the table has 3 columns.", written: "2026-01-11" },
      { line: 4, problem: "It has 4 cells where the table has 3 columns.", written: "2026-01-12,HDL,1,2" },
    ]);
  });

  it("loses one line, not the rest, to a quotation mark that never ends", () => {
    const table = readTable(
      lines("Date,Test,Value", "2026-01-10,Glucose,5", '2026-01-11,"HDL,1', "2026-01-12,HDL,2", "2026-01-13,HDL,3"),
    );
    expect(table.rows.map(({ line }) => line)).toEqual([2, 4, 5]);
    expect(table.odd).toEqual([
      { line: 3, problem: "A quotation mark in it never ends.", written: '2026-01-11,"HDL,1' },
    ]);
  });

  it.each([["no columns at all"], [""], ["Date,Value"], ['a,"b\n'.repeat(500)]])(
    "is refused in words when there is none: %s",
    (text) => {
      expect(() => readTable(text)).toThrow(TableFormatError);
    },
  );

  it("of 150,000 rows is read whole", () => {
    const table = readTable(`Date,Value\n${"2026-01-10,5\n".repeat(150_000)}`);
    expect(table.rows).toHaveLength(150_000);
    expect(table.rows.at(-1)!.line).toBe(150_001);
    expect(tableTrends(table).trends).toEqual([]);
  });
});

describe("a number", () => {
  const read = (numbers: string[], inFile: string[] = [], usualMark: "." | null = ".") => {
    const mark = decimalMarkOf(numbers, mannerOf([...numbers, ...inFile], usualMark));
    return numbers.map((each) => numberIn(each, mark));
  };

  it("has the decimal mark that numbers of the same test show", () => {
    expect(read(["5,4", "1,234"])).toEqual(["5.4", "1.234"]);
    expect(read(["0.250", "1.020"], ["5,4"])).toEqual(["0.250", "1.020"]);
    expect(read(["980,5", "1.020"])).toEqual(["980.5", "1020"]);
    expect(read(["1,234", "980.5"])).toEqual(["1234", "980.5"]);
    expect(read(["2,50,000", "98,000"])).toEqual(["250000", "98000"]);
    expect(read(["1.250.000", "980.000"])).toEqual(["1250000", "980000"]);
    expect(read(["1.234,5"])).toEqual(["1234.5"]);
  });

  it("that could be either is read with the decimal mark of the file, and never as thousands", () => {
    expect(read(["1.020", "1.015"], ["5.4"])).toEqual(["1.020", "1.015"]);
    expect(read(["1,020", "1,015"], ["5,4"])).toEqual(["1.020", "1.015"]);
    expect(read(["1.020", "1.015"], ["5,4"])).toEqual([null, null]);
    expect(read(["1,020", "980"], ["5.4"])).toEqual([null, "980"]);
    expect(read(["1.020", "1.015"], ["5,4", "6.1"])).toEqual([null, null]);
    expect(read(["1.020", "1.015"], ["12.11.2026", "chapter 2,1"])).toEqual(["1.020", "1.015"]);
    expect(read(["1.020", "1.015"], [], null)).toEqual([null, null]);
    expect(read(["1,234"])).toEqual([null]);
  });

  it("is not read where its test is written both ways", () => {
    expect(read(["5,4", "6.1", "7"])).toEqual([null, null, "7"]);
  });

  it("keeps its digits and is nothing else", () => {
    expect(["6.10", "-3", "−3.5", "<0.5", "6.1 H", "", "1e3", "1.2.3"].map((cell) => numberIn(cell, "."))).toEqual([
      "6.10",
      "-3",
      "-3.5",
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe("a day", () => {
  it.each([
    ["2026-11-12", "2026-11-12"],
    ["2026-11-12 08:30", "2026-11-12T08:30"],
    ["12.11.2026", "2026-11-12"],
    ["2 Nov 2026", "2026-11-02"],
    ["02-November-2026", "2026-11-02"],
    ["31.02.2026", null],
    ["Monday", null],
  ])("“%s” is %s", (cell, day) => {
    expect(dayIn(cell, mannerOf([cell], null))).toBe(day);
  });

  it("with slashes is read only when the file shows which part is the day", () => {
    expect(dayIn("03/04/2026", mannerOf(["03/04/2026"], null))).toBe(null);
    expect(dayIn("03/04/2026", mannerOf(["03/04/2026", "25/04/2026"], null))).toBe("2026-04-03");
    expect(dayIn("03/04/2026", mannerOf(["03/04/2026", "03/25/2026"], null))).toBe("2026-03-04");
    expect(dayIn("03/04/2026", mannerOf(["25/04/2026", "03/25/2026"], null))).toBe(null);
  });
});

it.each([
  ["3.9 – 5.5", "3.9", "5.5"],
  ["(3.9-5.5)", "3.9", "5.5"],
  ["< 5.7", "", "5.7"],
  ["above 1.0", "1.0", ""],
  ["negative", "", ""],
])("the usual range “%s” has these ends", (cell, low, high) => {
  expect(rangeIn(cell, ".")).toEqual({ low, high });
});

describe("what was measured over time", () => {
  const glucose = {
    title: "Glucose",
    unit: "mmol/L",
    low: 3.9,
    high: 5.5,
    points: [{ digits: "5.4" }, { digits: "6.10" }],
  };

  it.each([
    ["a row for each measurement", long],
    [
      "a row for each measurement and the range in two columns",
      lines(
        "Collected;Test;Result;Units;Low;High",
        "10.01.2026;Glucose;5.4;mmol/L;3.9;5.5",
        "02.04.2026;Glucose;6.10;mmol/L;3.9;5.5",
      ),
    ],
    [
      "a row for each test",
      lines("Test,Unit,Usual,2026-04-02,2026-01-10", "Glucose,mmol/L,3.9-5.5,6.10,5.4", "HDL,mmol/L,>1,,1.2"),
    ],
    [
      "a row for each day",
      lines("Date,Glucose (mmol/L),HDL", "Usual,3.9-5.5,", "2026-01-10,5.4,1.2", "2026-04-02,6.10,<1"),
    ],
    [
      "a row for each day, and one for units",
      lines("Date,Glucose,Note", "Unit,mmol/L,", "Usual,3.9-5.5,", "2026-01-10,5.4,a", "2026-04-02,6.10,b"),
    ],
  ])("is drawn from a table with %s", (_, text) => {
    const { trends } = tableTrends(readTable(text));
    expect(trends).toHaveLength(1);
    expect(trends[0]).toMatchObject(glucose);
  });

  it("is not drawn where days can be read two ways, and that is said", () => {
    const of = (second: string) => tableTrends(readTable(lines("Date,Glucose", "03/04/2026,5", `${second},6`)));
    expect(of("05/04/2026")).toMatchObject({ trends: [], unclearDays: true });
    expect(of("25/04/2026")).toMatchObject({ trends: [{ title: "Glucose" }], unclearDays: false });
  });

  it("is not drawn from a table that is none of a laboratory", () => {
    expect(tableTrends(readTable(lines("Name,Phone", "Anjali,5", "Lena,6")))).toEqual({
      trends: [],
      unclearDays: false,
      unclearNumbers: false,
    });
  });

  it("has the decimal mark of each test by itself", () => {
    const { trends, unclearNumbers } = tableTrends(
      readTable(
        lines(
          "Datum;Untersuchung;Wert;Einheit;Norm",
          "10.01.2026;Glukose;5,4;mmol/l;3,9-5,5",
          "10.01.2026;Spezifisches Gewicht;1.020;;1.0050-1.0300",
          "10.01.2026;Thrombozyten;250.000;/µl;",
          "02.04.2026;Glukose;6,1;mmol/l;3,9-5,5",
          "02.04.2026;Spezifisches Gewicht;1.015;;1.0050-1.0300",
          "02.04.2026;Thrombozyten;98.000;/µl;",
        ),
      ),
    );
    expect(trends.map(({ title, points }) => [title, ...points.map(({ value }) => value)])).toEqual([
      ["Glukose", 5.4, 6.1],
      ["Spezifisches Gewicht", 1.02, 1.015],
    ]);
    expect(unclearNumbers).toBe(true);
  });

  it("is said to have unclear numbers only where they are numbers", () => {
    const received = lines("Datum;Glukose;Eingang", "10.01.2026;5,4;11.01.2026", "02.04.2026;6,1;03.04.2026");
    expect(tableTrends(readTable(received))).toMatchObject({ trends: [{ title: "Glukose" }], unclearNumbers: false });
  });

  it("is drawn from a table with titles of another script", () => {
    const { trends } = tableTrends(readTable(lines("दिनांक,Glucose", "2026-01-10,5.4", "2026-04-02,6.10")));
    expect(trends).toMatchObject([{ title: "Glucose", points: [{ digits: "5.4" }, { digits: "6.10" }] }]);
    expect(tableTrends(readTable(lines("दिनांकित,Glucose", "2026-01-10,5.4", "2026-04-02,6.10"))).trends).toEqual([]);
  });

  it("is said to have unclear days only where its own days are", () => {
    const received = lines("Date,Glucose,Received", "2026-01-10,5.4,03/04/2026", "2026-04-02,6.10,03/04/2026");
    expect(tableTrends(readTable(received))).toMatchObject({ trends: [{ title: "Glucose" }], unclearDays: false });
    const across = lines("Test,03/04/2026,05/04/2026", "Glucose,5.4,6.10");
    expect(tableTrends(readTable(across))).toMatchObject({ trends: [], unclearDays: true });
    expect(tableTrends(readTable(lines("Name,Born", "Anjali,03/04/2026", "Lena,05/04/2026"))).unclearDays).toBe(false);
  });
});
