import type { Step } from "#components/StepTracker.svelte";
import type { App } from "#lib/app.ts";
import { makeLink, type GivenLink, type LinkedFile } from "#lib/flows/makeLink.ts";
import type { Progress } from "#lib/flows/progress.ts";
import type { LinkLifetime } from "#lib/links/linkLimits.ts";
import { explain } from "#lib/words/explain.ts";
import { m } from "#messages";

const stages = ["locking", "signing-in", "storing"] as const;

const labels: Record<(typeof stages)[number], string> = {
  locking: m.links_step_lock(),
  "signing-in": m.links_step_sign_in(),
  storing: m.links_step_store(),
};

/** A link being made, as a page shows it. What is given away is held here, and gone with it. */
export class LinkMaking {
  busy = $state(false);
  error = $state.raw<unknown>(null);
  given = $state.raw<GivenLink | null>(null);
  readonly hasBegun = $derived.by(() => this.#progress !== null);
  readonly steps: readonly Step[] = $derived.by(() => this.#drawn());

  #progress = $state.raw<Progress | null>(null);

  async run(app: App, file: LinkedFile, lifetime: LinkLifetime): Promise<void> {
    this.busy = true;
    this.error = null;
    this.#progress = null;
    try {
      this.given = await makeLink(app, file, lifetime, (progress) => (this.#progress = progress));
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }

  #drawn(): Step[] {
    const at = stages.findIndex((stage) => stage === this.#progress?.step);
    const failure = this.error ? explain(this.error) : null;
    return stages.map((stage, index): Step => {
      const label = labels[stage];
      if (index < at) return { label, state: "done" };
      if (index > at) return { label, state: "next" };
      if (failure) return { label, state: "failed", detail: `${failure.what} ${failure.safe} ${failure.next}`.trim() };
      const { stored = 0, total = 0 } = this.#progress ?? {};
      const progress = { value: stored, max: total, label: m.links_step_stored({ stored, total }) };
      return { label, state: "now", ...(total > 1 && { progress }) };
    });
  }
}
