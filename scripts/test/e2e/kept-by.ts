import type { Visible } from "./leaks.ts";
import type { Person } from "./person.ts";

/** All that a browser keeps of this site: cookies, localStorage and IndexedDB, and the sessionStorage of each tab. */
export async function keptBy({ context }: Pick<Person, "context">, name: string): Promise<Visible> {
  const shared = await context.storageState({ indexedDB: true });
  const tabs = await Promise.all(context.pages().map((page) => page.evaluate(() => ({ ...sessionStorage }))));
  return { name: `what the browser of ${name} keeps`, bytes: Buffer.from(JSON.stringify({ shared, tabs })) };
}
