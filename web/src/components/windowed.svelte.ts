import { observeWindowOffset, observeWindowRect, Virtualizer, windowScroll } from "@tanstack/virtual-core";
import { flushSync, untrack } from "svelte";
import type { Attachment } from "svelte/attachments";

/** Items that are drawn: from `first` to before `end`; and the pixels that the others take before and after them. */
export interface Drawn {
  first: number;
  end: number;
  before: number;
  after: number;
}

/** Items that are drawn before it is known how many fit, besides those beyond the window. */
const FIRST = 4;

/** Items of a list without a window that are drawn in one go: a telephone is busy for a moment with them, and answers in between. */
const PORTION = 6;

/** Which items of a long list, that scrolls with the page, are near the window. */
export class Windowed {
  drawn = $state.raw<Drawn>({ first: 0, end: 0, before: 0, after: 0 });

  readonly #virtualizer: Virtualizer<Window, HTMLElement>;
  readonly #estimate: number;
  readonly #few: number;
  readonly #ahead: number;
  /** As many of a list without a window are drawn so far. */
  #begun = PORTION;
  #nextPortion: ReturnType<typeof setTimeout> | undefined;
  #list: HTMLElement | null = null;
  #isPrinting = false;

  /**
   * @param estimate Pixels of an item that was not drawn yet
   * @param few Items up to which all are drawn: the browser's own search, print and keyboard know them all then
   * @param ahead Items beyond the window that are drawn already, so that scrolling and the keyboard find them
   */
  constructor(estimate: number, few: number, ahead: number) {
    this.#estimate = estimate;
    this.#few = few;
    this.#ahead = ahead;
    this.#virtualizer = new Virtualizer<Window, HTMLElement>({
      count: 0,
      estimateSize: () => estimate,
      overscan: ahead,
      getScrollElement: () => window,
      observeElementRect: observeWindowRect,
      observeElementOffset: observeWindowOffset,
      scrollToFn: windowScroll,
      onChange: () => this.#look(),
    });
  }

  /** Says which items there are now. Call it again when they change. */
  hold(count: number, keyOf: (index: number) => string | number): void {
    const virtualizer = this.#virtualizer;
    const enabled = count > this.#few;
    const scrollMargin = enabled ? this.#top() : 0;
    virtualizer.setOptions({ ...virtualizer.options, count, getItemKey: keyOf, enabled, scrollMargin });
    virtualizer._willUpdate();
    this.#look();
    this.#goOn();
  }

  /** Of the element around all items. */
  readonly list: Attachment<HTMLElement> = (element) => {
    this.#list = element;
    const stop = this.#virtualizer._didMount();
    this.#virtualizer._willUpdate();
    // What stands above the list grows and shrinks.
    const sizes = new ResizeObserver(() => this.#move());
    sizes.observe(document.body);
    // Paper has no window: the browser takes what is drawn when it has said that it prints.
    const printing = new AbortController();
    const print = (isPrinting: boolean) => () => {
      this.#isPrinting = isPrinting;
      this.#look();
      flushSync();
    };
    addEventListener("beforeprint", print(true), { signal: printing.signal });
    addEventListener("afterprint", print(false), { signal: printing.signal });
    return () => {
      clearTimeout(this.#nextPortion);
      printing.abort();
      sizes.disconnect();
      stop();
      this.#list = null;
    };
  };

  /** Of each item, which says its number as `data-index`. */
  readonly item: Attachment<HTMLElement> = (element) => {
    if (this.#virtualizer.options.enabled) this.#virtualizer.measureElement(element);
  };

  #goOn(): void {
    clearTimeout(this.#nextPortion);
    const { count, enabled } = this.#virtualizer.options;
    if (enabled || this.#begun >= count) return;
    this.#nextPortion = setTimeout(() => {
      this.#begun += PORTION;
      this.#look();
      this.#goOn();
    });
  }

  #move(): void {
    if (!this.#virtualizer.options.enabled) return;
    const scrollMargin = this.#top();
    if (scrollMargin === this.#virtualizer.options.scrollMargin) return;
    this.#virtualizer.setOptions({ ...this.#virtualizer.options, scrollMargin });
    this.#virtualizer._willUpdate();
    this.#look();
  }

  #look(): void {
    const drawn = this.#near();
    // Attachments look, too, and are not to be made anew by what they find.
    const now = untrack(() => this.drawn);
    const isSame = (["first", "end", "before", "after"] as const).every((part) => now[part] === drawn[part]);
    if (!isSame) this.drawn = drawn;
  }

  #near(): Drawn {
    const { count, enabled, scrollMargin } = this.#virtualizer.options;
    if (this.#isPrinting) return { first: 0, end: count, before: 0, after: 0 };
    if (!enabled) {
      const end = Math.min(count, this.#begun);
      return { first: 0, end, before: 0, after: (count - end) * this.#estimate };
    }
    const items = this.#virtualizer.getVirtualItems();
    const [first, last] = [items[0], items.at(-1)];
    if (!first || !last) return { first: 0, end: Math.min(count, FIRST + this.#ahead), before: 0, after: 0 };
    return {
      first: first.index,
      end: last.index + 1,
      before: first.start - scrollMargin,
      after: this.#virtualizer.getTotalSize() - (last.end - scrollMargin),
    };
  }

  #top(): number {
    return this.#list ? Math.round(this.#list.getBoundingClientRect().top + window.scrollY) : 0;
  }
}
