import { InvalidCardCodeError, matchesCardCode, parseCardCode } from "@chartkey/protocol/card-code";
import { parseChartId, type ChartId } from "@chartkey/protocol/chart";
import type { CarePeriod } from "../history/careAtHospital.ts";

/**
 * Finds the patient a card belongs to among those who asked a hospital for care.
 *
 * @param card The card code as typed, or the chart id in the square code as a scanner types it.
 * @param care Every period of care at the hospital.
 * @throws CardRefusedError saying what is wrong and what to do.
 */
export function patientByCard(card: string, care: readonly CarePeriod[], hospital: string): ChartId {
  const belongs = belongsToCard(card);
  const asked = care.filter(({ chart, status }) => status === "ASKED" && belongs(chart));
  const [first, ...others] = asked;
  if (others.length > 0) throw new CardRefusedError(shared);
  if (first) return first.chart;
  const accepted = care.some(({ chart, status }) => isAccepted(status) && belongs(chart));
  throw new CardRefusedError(accepted ? `This patient is accepted at ${hospital} already.` : unknown(hospital));
}

/** Suspended care was accepted, too. */
function isAccepted(status: CarePeriod["status"]): boolean {
  return status === "ACCEPTED" || status === "SUSPENDED";
}

/**
 * Whether a chart belongs to a card.
 *
 * @param card As for `patientByCard`.
 * @throws CardRefusedError when it is no card code.
 */
export function belongsToCard(card: string): (chart: ChartId) => boolean {
  if (card.trim() === "") throw new CardRefusedError(empty);
  const scanned = parseChartId(card);
  if (scanned) return (chart) => chart === scanned;
  try {
    const code = parseCardCode(card);
    return (chart) => matchesCardCode(chart, code);
  } catch (error) {
    throw error instanceof InvalidCardCodeError ? new CardRefusedError(error.message) : error;
  }
}

const empty = "Type the code on the patient’s card, for example H7K2-9QWX-3T0B.";
const shared = "Two requests share this code, which is rare. Scan the square code on the card instead.";
const unknown = (hospital: string) =>
  `No patient with this card code has asked ${hospital} for care. Compare the code with the card; if it is right, the patient asks for care first.`;

/** A card that names nobody who can be accepted. The message is a sentence for the registrar. */
export class CardRefusedError extends Error {
  override name = "CardRefusedError";
}
