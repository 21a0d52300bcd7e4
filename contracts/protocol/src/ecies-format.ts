/**
 * Bytes of a sealed 32-byte secret: iv (16) ‖ compressed ephemeral key (33) ‖ HMAC-SHA-256 (32) ‖ AES-256-CBC of the secret in
 * unpadded base64url (43 characters, so 48 bytes). Apart from what seals and opens, so that whoever only takes a capsule apart loads
 * none of that.
 */
export const ECIES_LENGTH = 129;
