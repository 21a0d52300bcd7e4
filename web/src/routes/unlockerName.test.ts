import { expect, it } from "vitest";
import { unlockerName } from "./unlockerName.ts";

it.each(["Recovery code", "Second recovery code", "Recovery code 3", "This wallet", "Passkey", "My phone", "toString"])(
  "a label of a keyring is called what it says, in English: %s",
  (label) => expect(unlockerName(label)).toBe(label),
);
