import { html } from "hono/html";
import type { TextMessage } from "./messages.ts";

const REFRESH_SECONDS = 2;

/** The inbox as a page for people, newest message first. */
export function inboxPage(messages: readonly TextMessage[]) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="refresh" content="${REFRESH_SECONDS}" />
        <title>Text messages · Chartkey on this machine</title>
        <style>
          :root {
            color-scheme: light dark;
            font:
              1rem/1.5 system-ui,
              sans-serif;
          }
          main {
            max-width: 40rem;
            margin: 2rem auto;
            padding: 0 1rem;
          }
          ol {
            list-style: none;
            padding: 0;
          }
          li {
            border: 1px solid light-dark(#c9c9c4, #4a4a47);
            border-radius: 0.5rem;
            margin: 0 0 1rem;
            padding: 0.75rem 1rem;
          }
          p {
            margin: 0.25rem 0;
            overflow-wrap: anywhere;
          }
          .body {
            font-size: 1.25rem;
          }
          .meta {
            color: light-dark(#55554f, #b4b4ad);
          }
        </style>
      </head>
      <body>
        <main>
          <h1>Text messages</h1>
          <p class="meta">
            Messages that a real network would send by SMS. They stay on this machine. This page refreshes itself.
          </p>
          ${
            messages.length === 0
              ? html`<p>No message yet.</p>`
              : html`<ol>
                  ${messages.map(entry)}
                </ol>`
          }
        </main>
      </body>
    </html>`;
}

function entry({ to, body, receivedAt }: TextMessage) {
  return html`<li>
    <p class="meta">To ${to}, <time datetime="${receivedAt}">${receivedAt.slice(0, 19).replace("T", " ")} UTC</time></p>
    <p class="body">${body}</p>
  </li>`;
}
