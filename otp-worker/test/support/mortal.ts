import type { Sql } from "../../src/state/sql.ts";

/**
 * A process that ends at one of its steps: from then on nothing it does has an effect. Steps are all that touches the outside:
 * each statement, the end of each transaction, each reading of the register. Between two of them there may be `await`s, at
 * which ending makes no other difference.
 */
export function mortal(lastStep: number) {
  let step = 0;
  const live = () => {
    step += 1;
    if (step > lastStep) throw new DeadError();
  };
  return {
    steps: () => step,
    isDead: () => step > lastStep,
    sql:
      (sql: Sql): Sql =>
      (statement, ...values) => {
        live();
        return sql(statement, ...values);
      },
    /** Ends before a transaction is kept, or right after it. */
    atomically:
      (atomically: <Result>(work: () => Result) => Result) =>
      <Result>(work: () => Result): Result => {
        const result = atomically(() => {
          const done = work();
          live();
          return done;
        });
        live();
        return result;
      },
    reading:
      (get: (key: string) => Promise<string | null>) =>
      async (key: string): Promise<string | null> => {
        live();
        return get(key);
      },
  };
}

class DeadError extends Error {
  override readonly name = "DeadError";
}
