/** The part of the Trusted Types API used here; TypeScript's DOM library has none of it yet. */
type TrustedTypes = {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ) => {
    createScriptURL: (url: string) => string;
  };
};

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };

/** A worker is a script: only those of this page's own origin may be started. */
function sameOrigin(url: string): string {
  const { origin, href } = new URL(url, location.href);
  if (origin !== location.origin) throw new TypeError("A worker of another origin is never started.");
  return href;
}

const policy = trustedTypes?.createPolicy("chartkey-worker", { createScriptURL: sameOrigin });

/** Makes the URL of a worker acceptable to `new Worker` under the page's Trusted Types policy. */
export function trustedWorkerUrl(url: string): string {
  return policy ? policy.createScriptURL(url) : sameOrigin(url);
}
