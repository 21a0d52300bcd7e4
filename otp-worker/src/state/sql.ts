export type SqlValue = string | number | null;

/** Runs one statement and returns its rows. Synchronous: what happens between two `await`s happens at once, or not at all. */
export type Sql = <Row extends Record<string, SqlValue>>(statement: string, ...values: SqlValue[]) => Row[];
