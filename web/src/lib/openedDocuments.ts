/** Bytes of documents that are kept; the one opened longest ago goes first. */
const MOST = 100 * 2 ** 20;

/**
 * Documents that were shown since the keys were unlocked, so that going back to one fetches nothing: it can be read without a network,
 * too. Cleared by locking.
 */
export class OpenedDocuments {
  readonly #most: number;
  /** By the key holder's name for the report, in the order in which they were shown last. */
  readonly #documents = new Map<number, Uint8Array<ArrayBuffer>>();

  constructor(most = MOST) {
    this.#most = most;
  }

  get(id: number): Uint8Array<ArrayBuffer> | null {
    const document = this.#documents.get(id);
    if (!document) return null;
    this.keep(id, document);
    return document;
  }

  keep(id: number, document: Uint8Array<ArrayBuffer>): void {
    this.#documents.delete(id);
    this.#documents.set(id, document);
    let length = [...this.#documents.values()].reduce((sum, each) => sum + each.length, 0);
    for (const [oldest, each] of this.#documents) {
      if (length <= this.#most) break;
      this.#documents.delete(oldest);
      length -= each.length;
    }
  }

  forget(id: number): void {
    this.#documents.delete(id);
  }

  clear(): void {
    this.#documents.clear();
  }
}
