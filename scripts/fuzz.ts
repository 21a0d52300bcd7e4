/**
 * Runs the Solidity tests with ten times as many cases and ten times as many sequences of actions as `npm test` does.
 *
 * ```sh
 * npm run fuzz
 * ```
 */
process.env["CHARTKEY_FUZZ_EFFORT"] = "10";
await import("../contracts/test/solidity.ts");
