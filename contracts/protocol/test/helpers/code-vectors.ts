import { bytesToHex } from "viem";
import { cardCodeOf } from "../../src/card-code.ts";
import { recoveryCodeSecret, type RecoveryCode } from "../../src/unlocker-recovery-code.ts";
import { chart } from "./actors.ts";

/** What people may type in place of a code as it is written, and what is refused; `group` is the one that is named. */
export function codeVectors(recoveryCode: RecoveryCode) {
  const cardCode = cardCodeOf(chart);
  const groups = recoveryCode.split("-");
  const [first, second, ...others] = groups as [string, string, ...string[]];
  return {
    cardCode: {
      chart,
      written: cardCode,
      typed: [cardCode.toLowerCase(), cardCode.replaceAll("-", ""), cardCode.replaceAll("-", " "), lookalike(cardCode)],
      refused: [
        { what: "one character changed", text: changed(cardCode, 0), error: "InvalidCardCodeError" },
        { what: "a character that no code contains", text: `U${cardCode.slice(1)}`, error: "InvalidCardCodeError" },
        { what: "a character too few", text: cardCode.slice(1), error: "InvalidCardCodeError" },
        { what: "a character too many", text: `${cardCode}0`, error: "InvalidCardCodeError" },
        { what: "nothing", text: "", error: "InvalidCardCodeError" },
      ],
    },
    recoveryCode: {
      written: recoveryCode,
      secret: bytesToHex(recoveryCodeSecret(recoveryCode)),
      typed: [
        recoveryCode.toLowerCase(),
        recoveryCode.replaceAll("-", ""),
        recoveryCode.replaceAll("-", "\n"),
        lookalike(recoveryCode),
      ],
      refused: [
        { what: "a character of group 3 changed", text: changed(recoveryCode, 12), group: 3 },
        { what: "the check symbol of group 7 changed", text: changed(recoveryCode, 40), group: 7 },
        { what: "groups 1 and 2 exchanged", text: [second, first, ...others].join("-"), group: 1 },
        { what: "a character that no code contains", text: `U${recoveryCode.slice(1)}`, group: 1 },
        { what: "group 5 a character short", text: groups.with(4, groups[4]!.slice(1)).join("-"), group: 5 },
        { what: "a group too few", text: groups.slice(1).join("-"), group: null },
        { what: "a group too many", text: `${recoveryCode}-${first}`, group: null },
        { what: "nothing", text: "", group: null },
      ].map((refused) => ({ ...refused, error: "InvalidRecoveryCodeError" })),
    },
  };
}

/** As people type what they take for letters. */
const lookalike = (code: string) => code.replaceAll("0", "O").replaceAll("1", "l");

function changed(code: string, position: number): string {
  const other = code[position] === "7" ? "8" : "7";
  return code.slice(0, position) + other + code.slice(position + 1);
}
