import { chartsWithCardCode, InvalidCardCodeError, parseCardCode } from "@chartkey/protocol/card-code";
import { parseChartId, type ChartId } from "@chartkey/protocol/chart";
import { m } from "#messages";
import { explain } from "../words/explain.ts";
import { CardRefusedError } from "./patientByCard.ts";

/** Answers charts whose ids lie between two, both included. */
type Between = (first: ChartId, last: ChartId) => Promise<readonly ChartId[]>;

/**
 * Finds the chart a card belongs to among all of the network.
 *
 * @param card The card code as typed, or the chart id in the square code as a scanner reads it.
 * @throws CardRefusedError saying what is wrong and what to do.
 */
export async function chartByCard(card: string, between: Between): Promise<ChartId> {
  const { first, last } = rangeOf(card);
  const [found, ...others] = await between(first, last);
  if (found === undefined) throw new CardRefusedError(unknown);
  if (others.length > 0) throw new CardRefusedError(shared);
  return found;
}

function rangeOf(card: string): { first: ChartId; last: ChartId } {
  if (card.trim() === "") throw new CardRefusedError(empty);
  const scanned = parseChartId(card);
  if (scanned) return { first: scanned, last: scanned };
  try {
    return chartsWithCardCode(parseCardCode(card));
  } catch (error) {
    throw error instanceof InvalidCardCodeError ? new CardRefusedError(explain(error).what) : error;
  }
}

const empty = m.keys_flows_chart_by_card_empty();
const unknown = m.keys_flows_chart_by_card_unknown();
const shared = m.keys_flows_chart_by_card_shared();
