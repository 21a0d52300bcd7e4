import type { Hex } from "viem";
import * as z from "zod/mini";

/** 32 bytes as 0x and 64 hex digits; parsed to lower case. */
export const bytes32 = z.pipe(
  z.string().check(z.regex(/^0x[0-9a-fA-F]{64}$/)),
  z.transform((text) => text.toLowerCase() as Hex),
);
