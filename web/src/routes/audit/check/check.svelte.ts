import { audit, isStillThere, type Checkpoint, type Progress } from "@chartkey/protocol/audit/audit";
import type { AuditNode } from "@chartkey/protocol/audit/audit-node";
import { indexHead, type AskIndex } from "@chartkey/protocol/audit/compare-index";
import type { Contracts } from "@chartkey/protocol/audit/book";
import type { Difference } from "@chartkey/protocol/audit/difference";

/** More are counted and not listed. */
const LISTED = 200;

/** What is checked, and with whom. */
export type Parts = {
  contracts: Contracts;
  nodes: readonly AuditNode[];
  index: AskIndex;
  fromBlock: number;
};

export type CheckState = "new" | "running" | "stopped" | "passed" | "differs" | "failed";

/** What a finished check compared. `withIndex` and `withSecond`: whether the index and a second node took part. */
export type Compared = { events: number; block: number; answers: number; withIndex: boolean; withSecond: boolean };

/** A check of everything, in the page. It can be stopped, or fail, and goes on where it was. */
export class Check {
  state = $state<CheckState>("new");
  progress = $state.raw<Progress | null>(null);
  differences = $state.raw<readonly Difference[]>([]);
  /** How many there are, listed or not. */
  count = $state(0);
  compared = $state.raw<Compared | null>(null);
  error = $state.raw<unknown>(null);

  readonly #parts: Parts;
  #checkpoint: Checkpoint | null = null;
  /** Differences up to the checkpoint: whatever was found after it is found again. */
  #settled: { differences: readonly Difference[]; count: number } = { differences: [], count: 0 };
  #isStopping = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Whether there is something to go on with. */
  get isBegun(): boolean {
    return this.state === "stopped" || this.state === "failed";
  }

  /** Begins, or goes on where it was stopped or failed. */
  async run(): Promise<void> {
    if (!this.isBegun) this.#forget();
    this.state = "running";
    this.error = null;
    this.#isStopping = false;
    try {
      await this.#check();
    } catch (error) {
      if (error instanceof Stopped) this.state = "stopped";
      else {
        this.error = error;
        this.state = "failed";
      }
    }
  }

  /** Stops as soon as what is under way is wholly compared. */
  stop(): void {
    this.#isStopping = true;
  }

  async #check(): Promise<void> {
    const { contracts, nodes, index, fromBlock } = this.#parts;
    const [node, second] = nodes;
    if (!node) throw new Error("The network names no node.");
    // Everything else can be checked without the index, and the result says so.
    const withIndex = await indexHead(index).then(
      ({ hasErrors }) => !hasErrors,
      () => false,
    );
    if (this.#checkpoint && !(await isStillThere(node, this.#checkpoint))) this.#forget();
    this.differences = this.#settled.differences;
    this.count = this.#settled.count;

    const found = audit({
      contracts,
      node,
      ...(second && { second }),
      ...(withIndex && { index }),
      fromBlock,
      ...(this.#checkpoint && { resumeFrom: this.#checkpoint }),
      onProgress: (progress) => {
        this.progress = progress;
        if (this.#isStopping && progress.step !== "logs") throw new Stopped();
      },
      onCheckpoint: (checkpoint) => {
        this.#checkpoint = checkpoint;
        this.#settled = { differences: this.differences, count: this.count };
        if (this.#isStopping) throw new Stopped();
      },
    });
    for (;;) {
      const next = await found.next();
      if (next.done) {
        const { events, block, answers } = next.value;
        this.compared = { events, block: block.number, answers, withIndex, withSecond: second !== undefined };
        this.state = this.count === 0 ? "passed" : "differs";
        return;
      }
      this.count++;
      if (this.differences.length < LISTED) this.differences = [...this.differences, next.value];
    }
  }

  #forget(): void {
    this.#checkpoint = null;
    this.#settled = { differences: [], count: 0 };
    this.differences = [];
    this.count = 0;
    this.compared = null;
    this.progress = null;
  }
}

/** The reader stopped the check. */
class Stopped extends Error {
  override name = "Stopped";
}
