import type { PublishedKey } from "@chartkey/protocol/key-publication";
import type { App } from "./app.ts";
import { storeCopyOf } from "./flows/keyCopy.ts";

/**
 * Whether the store took a copy of the key that was published last in this tab. Publishing never waits for it and never fails with it;
 * where it failed the pages say so and offer it again. See [Note: the copy of a key].
 */
export class KeyCopies {
  /** The newest attempt failed, or nobody was signed in for it. */
  isMissing = $state(false);
  /** Counts the attempts that ended: what shows the copy looks for it again. */
  attempts = $state(0);

  /** Published while nobody was signed in. */
  #later: PublishedKey | null = null;

  /** Stores a copy of the key that was just published, without asking the wallet for anything. */
  async afterPublishing(app: App, key: PublishedKey): Promise<void> {
    const { otp, wallet } = app;
    const isHere = () => wallet.account === key.account;
    const isSignedIn = otp.account !== null && otp.account === key.account && isHere();
    const isStored = isSignedIn
      ? await storeCopyOf(app, key, () => {}).then(
          () => true,
          () => false,
        )
      : false;
    // Another account chosen meanwhile has nothing to do with it.
    if (!isHere()) return;
    this.#later = isSignedIn ? null : key;
    this.isMissing = !isStored;
    this.attempts += 1;
  }

  /** Stores what was published before anybody was signed in, now that somebody is. */
  async afterSignIn(app: App): Promise<void> {
    const key = this.#later;
    if (key && key.account === app.otp.account) await this.afterPublishing(app, key);
  }

  /** It is there, or somebody does not want to be told again. */
  settle(): void {
    this.isMissing = false;
    this.#later = null;
  }
}
