import { describe, expect, it, vi } from "vitest";
import type { App } from "#lib/app.ts";
import type { Call } from "#lib/chain/call.ts";
import { assignDoctor } from "#lib/flows/administratorCalls.ts";
import { sampleNetwork as network } from "#lib/network/sampleNetwork.ts";
import { endingAppointment, suspending } from "./appointing.ts";
import { Decisions, type Decision } from "./decisions.svelte.ts";

const doctor = {
  account: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  name: "Dr Lena Hallowell",
  specialty: "Cardiology",
  verifier: "0x976EA74026E726554dB657fA54763abd0C3a0aa9",
  verifiedAt: 1,
  validUntil: 2,
  revokedAt: null,
  generation: 1,
  appointments: [],
} as const;
const hospital = { id: 2, name: "Harbour Clinic" };
const chart = (digit: string) => `0x${digit.repeat(40)}` as const;
const charts = [chart("1"), chart("2"), chart("3")];

type RunAll = (calls: readonly Call[], onStatus: unknown, onDone: (done: number) => void) => Promise<void>;

/** A desk whose wallet does as told. */
function desk(...runs: RunAll[]) {
  const runAll = vi.fn<RunAll>();
  for (const run of runs) runAll.mockImplementationOnce(run);
  return { runAll, decisions: new Decisions({ network, transactions: { runAll } } as unknown as App) };
}

const decision: Decision = {
  title: "Begin 3 assignments?",
  note: "",
  confirm: "Send all",
  done: "Done: begin 3 assignments.",
  calls: charts.map((each) => assignDoctor(network, each, doctor.account, 2)),
};

describe("a decision of several calls", () => {
  it("is sent whole, and then said to be done", async () => {
    const { decisions, runAll } = desk(async (calls, _, onDone) => onDone(calls.length));
    const [onProgress, onDone] = [vi.fn(), vi.fn()];
    decisions.ask(decision, onProgress, onDone);
    await decisions.confirm();
    expect(runAll.mock.calls[0]?.[0]).toEqual(decision.calls);
    expect(decisions).toMatchObject({ open: false, done: "Done: begin 3 assignments.", sent: 3 });
    expect(onProgress).toHaveBeenCalledExactlyOnceWith(3);
    expect(onDone).toHaveBeenCalledOnce();
  });

  it("that failed on the way shows what went through, and sends only the rest when asked again", async () => {
    const { decisions, runAll } = desk(
      async (_, __, onDone) => {
        onDone(1);
        throw new Error("the wallet said no");
      },
      async (calls, _, onDone) => onDone(calls.length),
    );
    const [onProgress, onDone] = [vi.fn(), vi.fn()];
    decisions.ask(decision, onProgress, onDone);
    await decisions.confirm();
    expect(decisions).toMatchObject({ open: true, done: "", sent: 1 });
    expect(decisions.sending.error).toBeInstanceOf(Error);
    expect(onProgress).toHaveBeenCalledExactlyOnceWith(1);
    expect(onDone).not.toHaveBeenCalled();

    await decisions.confirm();
    expect(runAll.mock.calls[1]?.[0]).toEqual(decision.calls.slice(1));
    expect(decisions).toMatchObject({ open: false, sent: 3 });
    expect(onProgress).toHaveBeenLastCalledWith(3);
    expect(onDone).toHaveBeenCalledOnce();
  });

  it("that fails again at once still knows what went through before", async () => {
    const no = async () => {
      throw Object.assign(new Error("no"), { code: 4001 });
    };
    const { decisions, runAll } = desk(async (_, __, onDone) => (onDone(2), no()), no, no);
    decisions.ask(decision, () => {});
    for (let tries = 0; tries < 3; tries++) await decisions.confirm();
    expect(decisions.sent).toBe(2);
    expect(runAll.mock.calls[2]?.[0]).toEqual(decision.calls.slice(2));
    const failed = decisions.sending.steps.find(({ state }) => state === "failed");
    expect(failed?.detail).toContain("2 went through. Of the rest: Nothing was sent");
  });

  it("is not saved for a Safe when it is more than one transaction takes", () => {
    const { decisions } = desk();
    const [call] = decision.calls;
    decisions.ask({ ...decision, calls: Array.from({ length: 201 }, () => call!) }, () => {});
    decisions.save({ doctor: () => null, hospital: () => "Harbour Clinic", onlyAsked: () => false });
    expect(decisions).toMatchObject({ open: true, done: "" });
    expect(String(decisions.saveError)).toMatch(/201 steps, and one transaction of a Safe takes 200/);
    // What is offered to be sent from the own wallet does not become something to try again.
    expect(decisions.sending.error).toBeNull();
    decisions.ask(decision, () => {});
    expect(decisions.saveError).toBeNull();
  });

  it("is shown again, instead of another one, until it has ended", async () => {
    const { decisions } = desk(() => new Promise(() => {}));
    decisions.ask(decision, () => {});
    void decisions.confirm();
    decisions.open = false;
    decisions.ask({ ...decision, title: "Another?" }, () => {});
    expect(decisions).toMatchObject({ open: true, current: { title: decision.title } });
  });

  it("leaves nothing to another account, however late it ends", async () => {
    let end = () => {};
    const { decisions } = desk(
      (calls, _, onDone) => new Promise((resolve) => (end = () => resolve(onDone(calls.length)))),
    );
    const [onProgress, onDone] = [vi.fn(), vi.fn()];
    decisions.ask(decision, onProgress, onDone);
    const confirmed = decisions.confirm();
    decisions.clear();
    expect(decisions).toMatchObject({ open: false, current: null, sending: { busy: false } });
    decisions.ask({ ...decision, title: "Another?" }, () => {});
    end();
    await confirmed;
    expect(decisions).toMatchObject({ open: true, done: "", sent: 0, current: { title: "Another?" } });
    expect([onProgress, onDone].map((each) => each.mock.calls.length)).toEqual([0, 0]);
  });

  it("begins anew with the next one", async () => {
    const { decisions } = desk(async (calls, _, onDone) => onDone(calls.length));
    decisions.ask(decision, () => {});
    await decisions.confirm();
    decisions.ask(decision, () => {});
    expect(decisions).toMatchObject({ open: true, done: "", sent: 0 });
  });
});

describe("a doctor’s appointment", () => {
  it("ends before the assignments, so that an interruption leaves the doctor without it", () => {
    const names = endingAppointment(network, hospital, doctor, charts).calls.map(({ functionName }) => functionName);
    expect(names).toEqual(["revokeRole", "endAssignment", "endAssignment", "endAssignment"]);
  });

  it("is suspended alone, so that they do", () => {
    const { calls, note } = suspending(network, hospital, doctor, 3);
    expect(calls.map(({ functionName }) => functionName)).toEqual(["revokeRole"]);
    expect(note).toMatch(/Their 3 assignments rest: reinstate them/);
  });
});
