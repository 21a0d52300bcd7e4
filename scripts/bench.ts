/**
 * Measures what the project promises in numbers. Each benchmark prints its table and ends in one line of its own.
 *
 * ```sh
 * npm run bench:crypto
 * npm run bench:gas
 * npm run bench:audit
 * npm run bench:index
 * npm run bench:docs
 * npm run bench:worker
 * npm run bench:web
 * ```
 */
import { benchAudit } from "./bench/audit.ts";
import { benchCrypto } from "./bench/crypto.ts";
import { benchDocs } from "./bench/docs.ts";
import { benchGas } from "./bench/gas.ts";
import { benchIndex } from "./bench/indexing.ts";
import { benchWeb } from "./bench/web.ts";
import { benchWorker } from "./bench/worker.ts";

const benches: Record<string, () => Promise<boolean>> = {
  audit: benchAudit,
  crypto: benchCrypto,
  docs: benchDocs,
  gas: benchGas,
  index: benchIndex,
  web: benchWeb,
  worker: benchWorker,
};

const [name = ""] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  console.error(`No benchmark is called "${name}". There are ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}
process.exit((await bench()) ? 0 : 1);
