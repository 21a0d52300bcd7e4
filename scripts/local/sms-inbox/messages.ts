import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface TextMessage {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly body: string;
  /** ISO 8601. */
  readonly receivedAt: string;
}

export interface Messages {
  add(message: Pick<TextMessage, "to" | "from" | "body">): TextMessage;
  newestFirst(): readonly TextMessage[];
}

const SHOWN = 200;

/** Opens the messages kept in a file, one JSON object a line. A last line cut short by a crash is dropped. */
export function openMessages(file: string): Messages {
  mkdirSync(path.dirname(file), { recursive: true });
  let messages = read(file).slice(-SHOWN);
  return {
    add({ to, from, body }) {
      const sid = `SM${randomBytes(16).toString("hex")}`;
      const message = { sid, to, from, body, receivedAt: new Date().toISOString() };
      messages = [...messages, message].slice(-SHOWN);
      appendFileSync(file, `${JSON.stringify(message)}\n`, { mode: 0o600 });
      return message;
    },
    newestFirst: () => messages.toReversed(),
  };
}

function read(file: string): TextMessage[] {
  try {
    return readFileSync(file, "utf8").split("\n").flatMap(parseLine);
  } catch {
    return [];
  }
}

function parseLine(line: string): TextMessage[] {
  try {
    return [JSON.parse(line) as TextMessage];
  } catch {
    return [];
  }
}
