import type { Tone } from "./tone.ts";

export interface Toast {
  id: number;
  tone: Tone;
  text: string;
  /** One thing to do: undo, view, try again */
  action?: { label: string; run: () => void | Promise<void> };
}

/**
 * Short messages in a corner. A toast never carries the only copy of what it says: the page shows it too. Failures stay
 * until they are dismissed; the rest leave after ten seconds, unless the pointer or the focus rests on them.
 */
export class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;

  show(tone: Tone, text: string, action?: Toast["action"]): void {
    this.list.push({ id: this.#next++, tone, text, ...(action && { action }) });
    // More than three at once is a list, and a list belongs on a page.
    if (this.list.length > 3) this.list.shift();
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}
