import type { LucideIcon } from "@lucide/svelte";

/** A lucide icon as a component: `import Share2 from "@lucide/svelte/icons/share-2"`. */
export type Icon = LucideIcon;
