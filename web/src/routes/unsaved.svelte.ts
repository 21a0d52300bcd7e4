import type { BeforeNavigate } from "$app/navigation";
import { onDestroy } from "svelte";
import { goto } from "$app/navigation";
import { isChangingLanguage } from "#lib/language.ts";

/** What would be lost, in a sentence, by going to `to`, or by closing the page where that is null; null while nothing would. */
type Loss = (to: URL | null) => string | null;

/**
 * [Note: what is typed and not saved] It is in this tab's memory only, as it is nobody else's to read. So nobody leaves it by accident: a
 * page says what it holds, and whoever is about to leave is asked first, by a dialog within the page, and by the browser where the page
 * is closed or loaded anew.
 */
export class Unsaved {
  /** What would be lost, while somebody is asked whether to leave it; null otherwise. */
  asking = $state.raw<readonly string[] | null>(null);

  readonly #held = new Set<Loss>();
  readonly #goOn: (navigation: BeforeNavigate) => void;
  #onward: () => void = () => {};
  #isAgreed = false;

  constructor(goOn: (navigation: BeforeNavigate) => void) {
    this.#goOn = goOn;
  }

  /** Has something looked after until the returned function is called. */
  hold(loss: Loss): () => void {
    this.#held.add(loss);
    return () => void this.#held.delete(loss);
  }

  /** For `beforeNavigate`. */
  before(navigation: BeforeNavigate): void {
    const { from, to, willUnload, type } = navigation;
    if (this.#isAgreed || isChangingLanguage()) return;
    if (!willUnload && from?.url.pathname === to?.url.pathname) return;
    const lost = this.#lostBy(willUnload ? null : (to?.url ?? null));
    if (lost.length === 0) return;
    navigation.cancel();
    // Then the browser asks, in words of its own.
    if (type === "leave") return;
    this.#ask(lost, () => {
      this.#isAgreed = true;
      this.#goOn(navigation);
    });
  }

  /** Does something that closes the page, at once where nothing would be lost by it. */
  ask(leave: () => void): void {
    const lost = this.#lostBy(null);
    if (lost.length === 0) leave();
    else this.#ask(lost, leave);
  }

  stay(): void {
    this.asking = null;
  }

  leave(): void {
    this.asking = null;
    this.#onward();
  }

  /** For `afterNavigate`: what was agreed to has happened. */
  arrived(): void {
    this.#isAgreed = false;
  }

  #ask(lost: readonly string[], onward: () => void): void {
    this.#onward = onward;
    this.asking = lost;
  }

  #lostBy(to: URL | null): string[] {
    return [...this.#held].flatMap((loss) => loss(to) ?? []);
  }
}

/** Of the page that is open. */
export const unsaved = new Unsaved((navigation) => {
  const { to, willUnload } = navigation;
  if (navigation.type === "popstate") history.go(navigation.delta);
  else if (to && willUnload) location.assign(to.url);
  else if (to) void goto(to.url);
});

/** Has something looked after for as long as the component is there. To be called while it is made. */
export function keepUnsaved(loss: Loss): void {
  onDestroy(unsaved.hold(loss));
}
