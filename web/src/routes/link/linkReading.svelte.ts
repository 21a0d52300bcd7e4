import type { Network } from "#lib/network/network.ts";
import { LinkError } from "#lib/links/linkError.ts";
import { openLink } from "#lib/links/openLink.ts";
import { readShlink, type Shlink } from "#lib/links/shlink.ts";

/** A link being read by somebody without a wallet. Key and document are held here alone, and gone with `clear`. */
export class LinkReading {
  /** Null before a link that can be read was given. */
  link = $state.raw<Shlink | null>(null);
  document = $state.raw<Uint8Array | null>(null);
  error = $state.raw<LinkError | null>(null);
  busy = $state(false);

  /** It was opened, or never will be: nobody needs the key in the page's address any more. */
  readonly isSettled = $derived.by(() => this.document !== null || (this.link === null && this.error !== null));

  readonly #network: Pick<Network, "otpUrl">;
  #opening = 0;

  constructor(network: Pick<Network, "otpUrl">) {
    this.#network = network;
  }

  /** Takes a link as it was opened or pasted. */
  take(text: string): void {
    this.clear();
    try {
      this.link = readShlink(text, this.#network.otpUrl, Date.now());
    } catch (error) {
      this.error = error as LinkError;
    }
  }

  async open(recipient: string, passcode: string): Promise<void> {
    if (!this.link) return;
    const opening = ++this.#opening;
    this.busy = true;
    this.error = null;
    try {
      const document = await openLink(this.#network, this.link, { recipient, passcode });
      if (opening === this.#opening) this.document = document;
    } catch (error) {
      if (opening !== this.#opening) return;
      this.error = error instanceof LinkError ? error : new LinkError("damaged-file", { cause: error });
      // What will never open is not asked for again.
      if (!this.error.isPassing) this.link = null;
    } finally {
      if (opening === this.#opening) this.busy = false;
    }
  }

  /** Forgets link and document; what is on its way is dropped when it arrives. */
  clear(): void {
    this.#opening++;
    this.link = null;
    this.document = null;
    this.error = null;
    this.busy = false;
  }
}
