import { build } from "esbuild";
import { Log, LogLevel, Miniflare, type WorkerdStructuredLog } from "miniflare";
import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { registerEntries } from "../../../otp-worker/src/register/register-entries.ts";
import { projectFolder } from "../project-folder.ts";
import { REGISTER_READY } from "./register-ready.ts";

/** Variables and secrets of the worker, as its README lists them. */
export type WorkerVariables = Readonly<Record<string, string>>;

interface Options {
  readonly port: number;
  readonly folder: string;
  readonly variables: WorkerVariables;
}

/** What wrangler.json says, as far as it matters here. */
interface Deployment {
  readonly name: string;
  readonly main: string;
  readonly compatibility_date: string;
  readonly compatibility_flags: string[];
  readonly alias: Readonly<Record<string, string>>;
}

const workerFolder = path.join(projectFolder, "otp-worker");

/** Runs the worker until told to stop. Its log goes to the output, one JSON object a line. */
async function serveOtpWorker({ port, folder, variables }: Options): Promise<void> {
  const deployment = JSON.parse(readFileSync(path.join(workerFolder, "wrangler.json"), "utf8")) as Deployment;
  const [script, entries] = await Promise.all([bundle(deployment), sampleRegister(variables)]);
  const { name, compatibility_date, compatibility_flags } = deployment;

  const miniflare = new Miniflare({
    host: "127.0.0.1",
    port,
    cf: false,
    telemetry: { enabled: false },
    resourcePersistencePath: folder,
    log: new Log(LogLevel.WARN),
    handleStructuredLogs: ({ message }: WorkerdStructuredLog) => console.log(message),
    workers: [
      {
        config: {
          name,
          compatibilityDate: compatibility_date,
          compatibilityFlags: compatibility_flags,
          manifest: { mainModule: "index.js", modules: { "index.js": { type: "esm", contents: script } } },
          exports: { OtpState: { type: "durable-object", storage: "sqlite" } },
          env: {
            STATE: { type: "durable-object", worker: name, exportName: "OtpState" },
            REGISTER: { type: "kv", id: "register" },
            ...Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, { type: "text", value }])),
          },
        },
      },
    ],
  });
  await miniflare.ready;

  const register = await miniflare.getKVNamespace("REGISTER");
  await Promise.all(entries.map(({ key, value }) => register.put(key, value)));
  console.log(REGISTER_READY);

  const stop = () => void miniflare.dispose().finally(() => process.exit());
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

/** The worker as one module, bundled the way `wrangler deploy` does it. */
async function bundle({ main, alias }: Deployment): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: workerFolder,
    entryPoints: [main],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    mainFields: ["browser", "module", "main"],
    external: ["node:*", "cloudflare:*"],
    define: { "process.env.NODE_ENV": '"production"' },
    alias: { ...Object.fromEntries(builtinModules.map((module) => [module, `node:${module}`])), ...alias },
    // CommonJS packages ask for Node's modules by `require`.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire("/");' },
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

function sampleRegister(variables: WorkerVariables) {
  const csv = readFileSync(path.join(workerFolder, "register.sample.csv"), "utf8");
  return registerEntries(csv, { registerSecret: Buffer.from(variables["REGISTER_SECRET"] ?? "", "hex") });
}

await serveOtpWorker(JSON.parse(process.env["CHARTKEY_OTP_WORKER"] ?? "") as Options);
