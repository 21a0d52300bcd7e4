import type { EIP1193Provider } from "viem";

/** A wallet someone can choose. */
export type WalletChoice = {
  /** Stable across page loads: the wallet's reverse domain name, `demo:<index>` or `phone`. */
  id: string;
  name: string;
  /** A `data:` URL, as EIP-6963 asks for; null when there is none. */
  icon: string | null;
  /** `installed` announces itself by EIP-6963; `demo` is a key of the local network; `phone` pairs by WalletConnect. */
  kind: "installed" | "demo" | "phone";
  /** Whom a demo wallet stands for. */
  role: "patient" | "doctor" | "administrator" | null;
};

/** What connecting to a choice yields: an EIP-1193 provider and how to let it go. */
export type WalletConnection = {
  provider: EIP1193Provider;
  /** Ends a session that outlives the page, as WalletConnect's do. */
  close: () => Promise<void>;
};
