/** What runs inside Chromium for `bench:docs`. Everything measured is the page's own code. */
import { mount, unmount } from "svelte";
import "../../src/app.css";
import DocumentViewer from "#lib/viewers/DocumentViewer.svelte";
import { serveChart } from "./largeChart.ts";
import type { Opened } from "./measurements.ts";
import OwnReportsPage from "./OwnReportsPage.svelte";
import SharedReportsPage from "./SharedReportsPage.svelte";

const target = document.getElementById("app") as HTMLElement;
const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

/** The document or list that is on screen, for whoever keeps a picture of it. */
let viewer: ReturnType<typeof mount> | null = null;

async function close(): Promise<void> {
  if (viewer) await unmount(viewer);
  viewer = null;
  listed = null;
}

async function open(address: string, mediaType: string): Promise<Opened> {
  await close();
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  await frame();
  const begin = performance.now();
  viewer = mount(DocumentViewer, { target, props: { bytes, mediaType, filename: "sample", title: "Sample" } });
  do await frame();
  while (!target.querySelector(".viewer") || /Opening the/.test(target.textContent ?? ""));
  await frame();
  const milliseconds = performance.now() - begin;
  const isShown = !/cannot be shown|could not be loaded/.test(target.textContent ?? "");
  return { milliseconds, isShown };
}

const lists = {
  own: () => mount(OwnReportsPage, { target }),
  shared: () => mount(SharedReportsPage, { target }),
};
let listed: { opened: () => number } | null = null;

async function list(kind: keyof typeof lists): Promise<number> {
  await close();
  const begin = performance.now();
  const mounted = lists[kind]();
  viewer = mounted;
  listed = mounted;
  do await frame();
  while (!target.querySelector("tbody a, li a"));
  await frame();
  return performance.now() - begin;
}

let watching = false;
let worst = 0;

async function watch(): Promise<void> {
  worst = 0;
  watching = true;
  let before = await frame();
  const look = (now: number) => {
    worst = Math.max(worst, now - before);
    before = now;
    if (watching) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

function unwatch(): number {
  watching = false;
  return worst;
}

globalThis.docsPage = {
  open,
  prepare: serveChart,
  list,
  opened: () => listed?.opened() ?? 0,
  drawn: () => target.querySelectorAll("tbody tr, li").length,
  close,
  watch,
  unwatch,
};
