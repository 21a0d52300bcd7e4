import { findWords, type Hit } from "./findWords.ts";
import type { OpenPdf, TextPiece } from "./openPdf.ts";

/** A hit and the page it is on, counted from 1. */
export type PageHit = Hit & { page: number };

/** Looks for words in an open PDF, page by page, beginning where its reader is. */
export class PdfSearch {
  /** In the order of the pages */
  hits = $state.raw<readonly PageHit[]>([]);
  /** Counts `hits`, from 0; -1 when there is none */
  at = $state(-1);
  isSearching = $state(false);
  readonly current: PageHit | undefined = $derived(this.hits[this.at]);

  readonly #pdf: OpenPdf;
  readonly #pieces = new Map<number, Promise<TextPiece[]>>();
  #round = 0;

  constructor(pdf: OpenPdf) {
    this.#pdf = pdf;
  }

  /** Finds all, and goes to the first hit on `from` or after it, else to the first of all. Another call ends this one. */
  async find(words: string, from: number): Promise<void> {
    const round = ++this.#round;
    this.hits = [];
    this.at = -1;
    this.isSearching = words.trim() !== "";
    if (!this.isSearching) return;
    const found: PageHit[] = [];
    for (let page = 1; page <= this.#pdf.pages; page++) {
      const pieces = await this.#piecesOf(page);
      if (round !== this.#round) return;
      found.push(...findWords(pieces, words).map((hit) => ({ ...hit, page })));
    }
    this.hits = found;
    const after = found.findIndex(({ page }) => page >= from);
    this.at = after >= 0 ? after : found.length - 1 < 0 ? -1 : 0;
    this.isSearching = false;
  }

  /** To the next hit, or with -1 to the one before; beyond the last comes the first. */
  go(by: 1 | -1): void {
    const count = this.hits.length;
    if (count > 0) this.at = (this.at + by + count) % count;
  }

  /** A page that cannot be read holds no words. */
  #piecesOf(page: number): Promise<TextPiece[]> {
    const known = this.#pieces.get(page) ?? this.#pdf.pieces(page).catch(() => []);
    this.#pieces.set(page, known);
    return known;
  }
}
