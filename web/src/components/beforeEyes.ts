import type { Attachment } from "svelte/attachments";

/** Scrolls to what appears: what became of a press on a button may be drawn far from it. */
export const beforeEyes: Attachment<HTMLElement> = (element) => {
  element.scrollIntoView({ block: "nearest" });
};

/** The same within a dialog alone: a page may have been scrolled on meanwhile, by somebody who reads there. */
export const beforeEyesInDialog: Attachment<HTMLElement> = (element) => {
  if (element.closest(".dialog")) beforeEyes(element);
};
