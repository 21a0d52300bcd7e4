import { fileURLToPath } from "node:url";

/** As much as is used here of what a bundler knows about a module. */
interface Graph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[]; readonly code: string | null } | null;
}

const at = (place: string) => fileURLToPath(new URL(place, import.meta.url));

/**
 * What is drawn before the app is there, the app, and what the public pages show with it, by where each begins: `routes/startApp.ts`
 * says why.
 */
const beginnings = {
  frame: ["routes/+layout.svelte", "routes/+layout.ts"],
  first: ["routes/+page.svelte"],
  public: [
    "routes/audit/+layout.svelte",
    "routes/audit/+page.svelte",
    "routes/audit/roles/+page.svelte",
    "routes/audit/timeline/+page.svelte",
    "routes/doctors/+page.svelte",
  ],
  link: ["routes/link/+page.svelte"],
  app: ["lib/app.ts"],
  lists: [
    "routes/audit/PublicRecord.svelte",
    "routes/audit/roles/RoleHistory.svelte",
    "routes/audit/timeline/EventSearch.svelte",
    "routes/doctors/DoctorDirectory.svelte",
  ],
} as const;

const files = ["frame", "first", "public", "link", "app", "lists"] as const;
type File = (typeof files)[number];

/**
 * The groups of modules that come in one file each. Left to itself a bundler makes a file of whatever modules the same pages share,
 * some three hundred of them here; a page that is asked for by telephone then waits for a hundred answers more than for their
 * bytes. So what the frame of every page needs is one file, what the public pages add to it before the app is there is another, and
 * so are what a link needs, the app, and the lists of the public pages.
 */
export function chunkGroups(messages: string) {
  let places: ReadonlyMap<string, File> | null = null;
  // The libraries that modules need follow the first file that needs them, which is to be the one that every page has.
  const later = files.map((file, index) => ({
    debugName: file,
    name: (id: string, graph: Graph) => ((places ??= placed(graph, messages)).get(id) === file ? file : null),
    priority: files.length - index,
  }));
  return [
    { debugName: "start", name: (id: string) => (isStart(id) ? "start" : null), priority: files.length + 1 },
    ...later,
  ];
}

/**
 * What Kit's entry runs on. It tells the rest which version of the page this is, and loads it then: were both one file, the rest would
 * begin before it is told, take every missing page for one of a newer version, and load it again for ever.
 */
const isStart = (id: string) => /\/kit\/src\/runtime\/client\/payload\.js$|vite\/preload-helper/.test(id);

function placed(graph: Graph, messages: string): ReadonlyMap<string, File> {
  const reachedFrom = (...modules: readonly string[]) => {
    const ids = modules.map((module) => at(`src/${module}`));
    return reached(graph, messages, ids);
  };
  const first = reachedFrom(...beginnings.frame, ...beginnings.first);
  const open = reachedFrom(...beginnings.frame, ...beginnings.public);

  const places = new Map<string, File>();
  for (const id of open) places.set(id, first.has(id) ? "frame" : "public");
  for (const id of first) if (!places.has(id)) places.set(id, "first");
  // Whoever opens a link needs no app, so what both need comes with the link.
  for (const id of reachedFrom(...beginnings.link)) if (!places.has(id)) places.set(id, "link");
  for (const id of reachedFrom(...beginnings.app)) if (!places.has(id)) places.set(id, "app");
  for (const id of reachedFrom(...beginnings.lists)) if (!places.has(id)) places.set(id, "lists");
  return places;
}

/** The modules of ours, icons and messages that are needed before `beginnings` run; what these need of libraries follows them. */
function reached(graph: Graph, messages: string, beginnings: readonly string[]): ReadonlySet<string> {
  const unknown = beginnings.find((id) => graph.getModuleInfo(id) === null);
  if (unknown !== undefined) throw new Error(`${unknown} is not part of the page any more. Say in chunks.ts what is.`);

  const found = new Set<string>();
  const open = [...beginnings];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    const info = graph.getModuleInfo(id);
    if (info === null) continue;
    found.add(id);
    if (id.startsWith(messages)) continue;
    // Messages come through one module that names them all; which are said is in the code.
    for (const [, name] of (info.code ?? "").matchAll(/\bm\.([a-z\d_]+)/g))
      open.push(`${messages}/messages/${name}.js`);
    open.push(...info.importedIds.filter((each) => isOurs(each) || isIcon(each)));
  }
  return found;
}

const isOurs = (id: string) => id.startsWith(at("src/"));
const isIcon = (id: string) => id.includes("/@lucide/svelte/");
