import { isHex, type Hex } from "viem";
import { inTurns, numberTag, type AuditNode, type Block } from "./audit-node.ts";
import { placeOfEvent, type Book } from "./book.ts";
import { told, type Difference } from "./difference.ts";
import { MalformedAnswerError } from "./raw-log.ts";
import { answerOf, callOf, viewsOf, type View } from "./views.ts";

/** Questions that are asked at a time. */
const AT_ONCE = 100;

/** Code that answers the time of the block it runs in: TIMESTAMP, stored at 0 and returned as 32 bytes. */
const TIME: Hex = "0x425f5260205ff3";

/** Asks every view of both contracts about everything that logs tell of, as of a block, and compares. */
export async function* compareContracts(
  node: AuditNode,
  book: Book,
  block: Block,
  onAsked: (count: number) => void,
): AsyncGenerator<Difference> {
  let now = await timeSeen(node, block);
  let batch: View[] = [];
  const ask = (view: View): Promise<unknown> => answerTo(node, view, book, block);
  const check = async function* (views: readonly View[]): AsyncGenerator<Difference> {
    const answers = await inTurns(views, AT_ONCE, ask);
    for (const [index, view] of views.entries()) {
      let answer = answers[index];
      if (isSame(answer, view.expected(now))) continue;
      // Some nodes let a block's time go on while they are asked.
      now = await timeSeen(node, block);
      answer = await ask(view);
      if (!isSame(answer, view.expected(now))) yield differenceOf(view, answer, now);
    }
    onAsked(views.length);
  };

  for (const view of viewsOf(book)) {
    batch.push(view);
    if (batch.length < AT_ONCE) continue;
    yield* check(batch);
    batch = [];
  }
  yield* check(batch);
}

async function answerTo(node: AuditNode, view: View, book: Book, block: Block): Promise<unknown> {
  try {
    const call = { to: book.contracts[view.contract], data: callOf(view) };
    const answer = await node("eth_call", [call, numberTag(block.number)]);
    if (!isHex(answer)) throw new MalformedAnswerError("eth_call");
    return answerOf(view, answer);
  } catch (error) {
    if (isRevert(error)) return null;
    throw error;
  }
}

/** The moment for which a node answers a question about a block, in Unix seconds; not every node takes the block's own. */
async function timeSeen(node: AuditNode, block: Block): Promise<number> {
  try {
    const answer = await node("eth_call", [{ data: TIME }, numberTag(block.number)]);
    return isHex(answer) && answer.length === 66 ? Number(answer) : block.timestamp;
  } catch {
    return block.timestamp;
  }
}

function differenceOf(
  { contract, functionName, args, expected, touched }: View,
  answer: unknown,
  now: number,
): Difference {
  const call = `${contract === "registry" ? "Registry" : "Records"}.${functionName}(${args.join(", ")})`;
  const what = `${call} answers ${told(answer)}, the logs imply ${told(expected(now))}.`;
  // Without any log there is none that it follows from.
  return { about: "contract", what, place: touched === "" ? null : { ...placeOfEvent(touched), transaction: null } };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** JSON-RPC: code 3 is that of a call that reverted. */
function isRevert(error: unknown): boolean {
  const { code, cause, message } = error as { code?: unknown; cause?: unknown; message?: unknown };
  if (code === 3 || (typeof message === "string" && /revert/i.test(message))) return true;
  return cause !== undefined && cause !== error && isRevert(cause);
}
