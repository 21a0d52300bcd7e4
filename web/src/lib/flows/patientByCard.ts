import { InvalidCardCodeError, matchesCardCode, parseCardCode } from "@chartkey/protocol/card-code";
import { parseChartId, type ChartId } from "@chartkey/protocol/chart";
import { m } from "#messages";
import type { CarePeriod } from "../history/careAtHospital.ts";
import { explain } from "../words/explain.ts";

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
  throw new CardRefusedError(
    accepted ? m.keys_flows_patient_by_card_accepted({ hospital }) : m.keys_flows_patient_by_card_unknown({ hospital }),
  );
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
    throw error instanceof InvalidCardCodeError ? new CardRefusedError(explain(error).what) : error;
  }
}

const empty = m.keys_flows_patient_by_card_empty();
const shared = m.keys_flows_patient_by_card_shared();

/** A card that names nobody who can be accepted. The message is a sentence for the registrar. */
export class CardRefusedError extends Error {
  override name = "CardRefusedError";
}
