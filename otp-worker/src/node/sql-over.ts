import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Sql, SqlValue } from "../state/sql.ts";

/** Statements over a file, each prepared once. */
export function sqlOver(database: DatabaseSync): Sql {
  const prepared = new Map<string, StatementSync>();
  return <Row extends Record<string, SqlValue>>(text: string, ...values: SqlValue[]) => {
    const statement = prepared.get(text) ?? database.prepare(text);
    prepared.set(text, statement);
    return statement.all(...values) as Row[];
  };
}

/** Transactions over a file: what `work` writes is on the disk when this returns, or never. */
export function transactions(database: DatabaseSync) {
  return <Result>(work: () => Result): Result => {
    database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      database.exec("COMMIT");
      return result;
    } catch (error) {
      database.exec("ROLLBACK");
      throw error;
    }
  };
}
