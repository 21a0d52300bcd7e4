import { createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";

export interface UploadTerms {
  /** Unix seconds. */
  readonly expiresAt: number;
  /** In bytes. */
  readonly maxSize: number;
  readonly keyvalues: Readonly<Record<string, string>>;
}

export interface UploadTickets {
  /** An address under `base` that accepts one upload on these terms. */
  sign(base: string, terms: UploadTerms): string;
  /** Takes the ticket out of use; null when the address is forged, expired or used. */
  take(address: URL): { readonly terms: UploadTerms; giveBack(): void } | null;
}

/** Signed with a key that lasts as long as this process: no ticket outlives the store that gave it. */
export function uploadTickets(): UploadTickets {
  const key = randomBytes(32);
  const issued = new Map<string, UploadTerms>();
  const signatureOf = (id: string, { expiresAt, maxSize }: UploadTerms): string =>
    createHmac("sha256", key).update([id, expiresAt, maxSize].join("|")).digest("hex");

  return {
    sign(base, terms) {
      dropExpired(issued);
      const id = randomUUID();
      issued.set(id, terms);
      const address = new URL(`${base}/${id}`);
      address.search = new URLSearchParams({
        "X-Algorithm": "HMAC-SHA256",
        "X-Expires-At": String(terms.expiresAt),
        "X-Max-File-Size": String(terms.maxSize),
        "X-Method": "POST",
        "X-Signature": signatureOf(id, terms),
      }).toString();
      return address.toString();
    },
    take(address) {
      dropExpired(issued);
      const id = address.pathname.split("/").at(-1) ?? "";
      const terms = issued.get(id);
      if (terms === undefined) return null;
      const given = Buffer.from(address.searchParams.get("X-Signature") ?? "");
      const wanted = Buffer.from(signatureOf(id, terms));
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;

      issued.delete(id);
      return { terms, giveBack: () => issued.set(id, terms) };
    },
  };
}

function dropExpired(issued: Map<string, UploadTerms>): void {
  const now = Date.now() / 1000;
  for (const [id, { expiresAt }] of issued) if (expiresAt <= now) issued.delete(id);
}
