import { checkSymbols } from "./check-symbols.ts";
import { symbolOfCharacter, symbolsOfBytes, textOfSymbols, withoutSeparators } from "./crockford.ts";
import type { Bytes } from "./bytes.ts";
import { deriveKey } from "./derive-key.ts";
import { randomBytes } from "./random.ts";

export const RECOVERY_CODE_GROUPS = 7;
export const RECOVERY_CODE_GROUP_LENGTH = 5;

const DATA_SYMBOLS = RECOVERY_CODE_GROUP_LENGTH - 1;
const LENGTH = RECOVERY_CODE_GROUPS * RECOVERY_CODE_GROUP_LENGTH;

/**
 * A recovery code in its one written form: seven groups of five characters joined by "-", 140 random bits. Secret.
 *
 * The last character of each group is a check symbol (see [Note: check symbols]) over the group's number and its other four
 * characters, so that a wrong group can be named while it is typed, and a group in the wrong place is noticed.
 */
export type RecoveryCode = string & { readonly brand: "RecoveryCode" };

export function newRecoveryCode(): RecoveryCode {
  const symbols = symbolsOfBytes(randomBytes(18), RECOVERY_CODE_GROUPS * DATA_SYMBOLS);
  const groups = Array.from({ length: RECOVERY_CODE_GROUPS }, (_, i) => {
    const data = symbols.slice(i * DATA_SYMBOLS, (i + 1) * DATA_SYMBOLS);
    return textOfSymbols([...data, checkSymbolOfGroup(i, data)]);
  });
  return groups.join("-") as RecoveryCode;
}

/** The groups to show, print and ask for. */
export function recoveryCodeGroups(code: RecoveryCode): string[] {
  return code.split("-");
}

/**
 * Reads one group as people type it. `index` counts from 0.
 * @throws InvalidRecoveryCodeError saying what is wrong with this group.
 */
export function parseRecoveryCodeGroup(index: number, text: string): string {
  const group = index + 1;
  const symbols = [...withoutSeparators(text)].map((character) => {
    const symbol = symbolOfCharacter(character);
    if (symbol === null) throw new InvalidRecoveryCodeError(unusableCharacter(group), group);
    return symbol;
  });
  if (symbols.length !== RECOVERY_CODE_GROUP_LENGTH) {
    throw new InvalidRecoveryCodeError(wrongGroupLength(group, symbols.length), group);
  }
  const data = symbols.slice(0, DATA_SYMBOLS);
  if (checkSymbolOfGroup(index, data) !== symbols[DATA_SYMBOLS]) {
    throw new InvalidRecoveryCodeError(mistypedGroup(group), group);
  }
  return textOfSymbols(symbols);
}

/**
 * Reads a whole code as people type it: any case, O for 0, I or L for 1, with any separators or none.
 * @throws InvalidRecoveryCodeError naming the first wrong group where that can be known.
 */
export function parseRecoveryCode(text: string): RecoveryCode {
  const groups = groupsAsTyped(text);
  if (groups.length !== RECOVERY_CODE_GROUPS) {
    throw new InvalidRecoveryCodeError(wrongLength([...withoutSeparators(text)].length), null);
  }
  return groups.map((group, i) => parseRecoveryCodeGroup(i, group)).join("-") as RecoveryCode;
}

/** The secret that the keyring key is wrapped under. */
export function recoveryCodeSecret(code: RecoveryCode): Bytes {
  return deriveKey(new TextEncoder().encode(code), "unlocker/recovery-code");
}

/** The groups as separated by whoever typed them when there are seven, cut by length otherwise. */
function groupsAsTyped(text: string): string[] {
  const separated = text.split(/[\s\p{Pd}._·:,/]+/u).filter((group) => group !== "");
  if (separated.length === RECOVERY_CODE_GROUPS) return separated;
  const characters = [...withoutSeparators(text)];
  if (characters.length !== LENGTH) return [];
  return Array.from({ length: RECOVERY_CODE_GROUPS }, (_, i) =>
    characters.slice(i * RECOVERY_CODE_GROUP_LENGTH, (i + 1) * RECOVERY_CODE_GROUP_LENGTH).join(""),
  );
}

function checkSymbolOfGroup(index: number, data: readonly number[]): number {
  return checkSymbols([index + 1, ...data], 1)[0]!;
}

function unusableCharacter(group: number): string {
  return `Group ${group} has a character that no recovery code contains. Look at group ${group} on your copy again.`;
}

function wrongGroupLength(group: number, length: number): string {
  return `Group ${group} has ${length} characters instead of ${RECOVERY_CODE_GROUP_LENGTH}. Look at group ${group} on your copy again.`;
}

function mistypedGroup(group: number): string {
  return `Group ${group} is mistyped or stands in the wrong place. Look at group ${group} on your copy again.`;
}

function wrongLength(length: number): string {
  return `A recovery code has ${RECOVERY_CODE_GROUPS} groups of ${RECOVERY_CODE_GROUP_LENGTH} characters, ${LENGTH} in all; this one has ${length}. Compare it with your copy.`;
}

/** `group` counts from 1 and is null when it cannot be known. The message never repeats what was typed. */
export class InvalidRecoveryCodeError extends Error {
  override name = "InvalidRecoveryCodeError";
  readonly group: number | null;
  constructor(message: string, group: number | null) {
    super(message);
    this.group = group;
  }
}
