import { writeFile } from "node:fs/promises";
import { format, resolveConfig } from "prettier";
import { makeVectors } from "./helpers/vectors.ts";

// Writes the frozen vectors anew. A difference in a format that exists is a mistake; a new format adds a file.
for (const [name, content] of Object.entries(await makeVectors())) {
  const file = new URL(`vectors/${name}`, import.meta.url);
  const options = { ...(await resolveConfig(file)), filepath: file.pathname };
  await writeFile(file, await format(JSON.stringify(content), options));
}
