import { Parser } from "htmlparser2";
import { one, text, type Json } from "./fhirJson.ts";

const lines = new Set(
  "address article blockquote caption dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tbody tfoot thead tr ul".split(
    " ",
  ),
);
const silent = new Set(["script", "style", "head", "title"]);

/**
 * What a narrative (FHIR R4, Narrative.div) says, as plain text: its markup, addresses and pictures are never given to the page.
 * Paragraphs and rows become lines, list items begin with a dot, cells of a row stand beside each other.
 */
export function narrative(of: Json | undefined): string {
  const markup = text(one(of, "text"), "div");
  if (!markup) return "";
  let written = "";
  let hidden = 0;
  const parser = new Parser({
    onopentagname(name) {
      if (silent.has(name)) hidden++;
      if (lines.has(name) || name === "br") written += "\n";
      if (name === "li") written += "• ";
      if (name === "td" || name === "th") written += "\t";
    },
    ontext(more) {
      if (hidden === 0) written += more.replaceAll(/\s+/g, " ");
    },
    onclosetag(name) {
      if (silent.has(name)) hidden--;
      if (lines.has(name)) written += "\n";
    },
  });
  parser.end(markup);
  return tidy(written);
}

const tidy = (written: string) =>
  written
    .split("\n")
    .map((line) =>
      line
        .split("\t")
        .map((cell) => cell.replaceAll(/ +/g, " ").trim())
        .filter(Boolean)
        .join(" · "),
    )
    .filter((line) => line && line !== "•")
    .join("\n");
