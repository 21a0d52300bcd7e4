import { SiweMessage } from "siwe";
import { isAddress, type Address } from "viem";
import { createSiweMessage } from "viem/siwe";

/** The fields of a Sign-In-With-Ethereum message (EIP-4361) that a sign-in is judged by. */
export interface SignInMessage {
  readonly scheme: string | undefined;
  readonly domain: string;
  readonly address: Address;
  readonly uri: string;
  readonly version: string;
  readonly chainId: number;
  readonly nonce: string;
  readonly issuedAt: Date;
  readonly expirationTime: Date | undefined;
  readonly notBefore: Date | undefined;
}

/**
 * Strictly parses a message. Null unless it follows EIP-4361's grammar *and* is written exactly as we would write the fields
 * that were read, so that no wallet can have shown something else than what is judged here.
 */
export function parseSignInMessage(text: string): SignInMessage | null {
  try {
    const parsed = new SiweMessage(text);
    if (!isAddress(parsed.address, { strict: true }) || parsed.version !== "1") return null;
    const fields = {
      scheme: parsed.scheme,
      domain: parsed.domain,
      address: parsed.address,
      uri: parsed.uri,
      version: parsed.version,
      chainId: parsed.chainId,
      nonce: parsed.nonce,
      issuedAt: new Date(parsed.issuedAt ?? ""),
      expirationTime: toDate(parsed.expirationTime),
      notBefore: toDate(parsed.notBefore),
    } as const;
    const { requestId, resources, statement } = parsed;
    const written = createSiweMessage({
      ...fields,
      ...(requestId !== undefined && { requestId }),
      ...(resources && { resources }),
      ...(statement && { statement }),
    });
    return written === text ? fields : null;
  } catch {
    return null;
  }
}

function toDate(text: string | undefined) {
  return text === undefined ? undefined : new Date(text);
}
