import type { Attachment } from "svelte/attachments";

/** What scrolls can be reached by keyboard, and what does not scroll is not one more stop on the way. */
export const scrollable: Attachment<HTMLElement> = (element) => {
  const update = () => {
    if (element.scrollHeight > element.clientHeight + 1) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  };
  const sizes = new ResizeObserver(update);
  sizes.observe(element);
  for (const child of element.children) sizes.observe(child);
  const children = new MutationObserver(() => {
    for (const child of element.children) sizes.observe(child);
    update();
  });
  children.observe(element, { childList: true });
  return () => {
    sizes.disconnect();
    children.disconnect();
  };
};
