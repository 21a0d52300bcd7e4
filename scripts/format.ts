/** Formats every file of the project: `npm run format`. */
import { spawn } from "node:child_process";
import path from "node:path";
import { projectFolder } from "./local/project-folder.ts";

const prettier = path.join(projectFolder, "node_modules/prettier/bin/prettier.cjs");
const child = spawn(process.execPath, [prettier, "--write", "--log-level=warn", "."], {
  cwd: projectFolder,
  stdio: "inherit",
});
child.once("exit", (code) => process.exit(code ?? 1));
