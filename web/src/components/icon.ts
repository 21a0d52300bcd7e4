import type { Component } from "svelte";
import type { ClassValue } from "svelte/elements";

/** A lucide icon as a component: `import Share2 from "@lucide/svelte/icons/share-2"`. It takes a class alone (`icons.ts` says why). */
export type Icon = Component<{ class?: ClassValue }>;
