/** Where one contract of the manifest was deployed. */
export interface DeployedSource {
  readonly address: string;
  readonly startBlock: number;
}

/**
 * Fills in where the contracts are. Address, start block and network are no part of the compiled handlers, so a copy of
 * the manifest is enough and nothing is compiled again.
 *
 * @throws UnknownDataSourceError for a data source that was not deployed.
 */
export function withSources(
  manifest: string,
  network: string,
  sources: Readonly<Record<string, DeployedSource>>,
): string {
  let name = "";
  return manifest
    .split("\n")
    .map((line) => {
      const [, indent, key, value] = /^(\s*(?:- )?)(name|network|address|startBlock): *(.*)$/.exec(line) ?? [];
      if (key === undefined || indent === undefined) return line;
      // A data source is named four columns deep; entities, events and ABIs deeper.
      if (key === "name" && indent.length === 4) name = (value ?? "").trim();
      if (key === "name") return line;
      if (key === "network") return `${indent}network: ${network}`;

      const source = sources[name];
      if (source === undefined) throw new UnknownDataSourceError(name);
      return `${indent}${key}: ${key === "address" ? JSON.stringify(source.address) : source.startBlock}`;
    })
    .join("\n");
}

export class UnknownDataSourceError extends Error {
  override name = "UnknownDataSourceError";

  constructor(source: string) {
    super(`The subgraph's manifest has a data source ${source} that names no deployed contract.`);
  }
}
