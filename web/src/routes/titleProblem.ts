import { parseReportMetadata } from "@chartkey/protocol/report-metadata";
import { m } from "#messages";

/** What turns the direction of reading from where it stands (Unicode Bidirectional Algorithm, UAX #9). */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/u;

/** Why a title cannot be one, naming what nobody sees in it; null where it can. */
export function titleProblem(title: string): string | null {
  if (isTitle(title)) return null;
  const refused = [...title.trim()].find((character) => !isTitle(`x${character}x`));
  if (refused === undefined) return m.routes_report_drafts_title_wrong();
  const mark = `U+${refused.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
  return DIRECTION.test(refused)
    ? m.routes_report_drafts_title_direction({ mark })
    : m.routes_report_drafts_title_invisible({ mark });
}

/** By the protocol's own rule for titles. */
function isTitle(title: string): boolean {
  const rest = {
    type: "other",
    date: "2026-01-01",
    language: "en",
    filename: null,
    mediaType: null,
    length: 0,
    text: null,
  };
  try {
    parseReportMetadata({ ...rest, title: title.trim() });
    return true;
  } catch {
    return false;
  }
}
