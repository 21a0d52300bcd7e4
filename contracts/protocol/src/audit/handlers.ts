import type { Book } from "./book.ts";
import type { EventArgs, EventName } from "./raw-log.ts";

/**
 * What events of these names do to the book. Each handler holds the event against the rules first, then changes what the handler
 * of the same name in `subgraph/src` changes.
 */
export type Handlers<Names extends EventName> = { [Name in Names]: (book: Book, args: EventArgs<Name>) => void };
