import type { Step } from "#components/StepTracker.svelte";
import type { FlowStep, Progress } from "#lib/flows/progress.ts";
import type { Explanation } from "#lib/words/explainedError.ts";

/** The stages of adding a report, in order; `visible` names the last. */
const stages = (visible: string) => ["Lock", "Upload", "Sign", "Confirm", visible];

const stageOf: Partial<Record<FlowStep, number>> = {
  locking: 0,
  "signing-in": 1,
  storing: 1,
  asked: 2,
  signed: 3,
  sent: 3,
  confirmed: 4,
  visible: 5,
};

const detailOf: Partial<Record<FlowStep, string>> = {
  locking: "In this browser. Nothing has left it yet.",
  "signing-in": "Your wallet asks you to sign in first, so that the storage takes it. This costs nothing.",
  asked: "Your wallet was asked. Nothing is added until you confirm there.",
  signed: "You confirmed. It is on its way.",
  sent: "Usually under 15 seconds. It will finish without you; you can close this.",
  confirmed: "It is final. Waiting until the lists show it.",
};

/** Whether a step leads further. The others (a refusal, a failure) only say that it stops where it is. */
export const leadsFurther = ({ step }: Progress): boolean => step in stageOf;

/**
 * The stages as a StepTracker shows them.
 *
 * @param reached The furthest progress (see `leadsFurther`); null before it begins.
 * @param failure Why it stopped there; null while it goes on.
 * @param visible How the last stage is called.
 */
export function uploadSteps(
  reached: Progress | null,
  failure: Explanation | null,
  visible = "Visible to the patient",
): Step[] {
  const at = (reached && stageOf[reached.step]) ?? 0;
  return stages(visible).map((label, index): Step => {
    if (index < at) return { label, state: "done" };
    if (index > at) return { label, state: "next" };
    if (failure) return { label, state: "failed", detail: `${failure.what} ${failure.safe} ${failure.next}`.trim() };
    return { label, state: "now", ...told(reached) };
  });
}

function told(reached: Progress | null): Pick<Step, "detail" | "progress"> {
  if (reached?.step === "storing" && reached.total) {
    const { stored = 0, total } = reached;
    const detail = `${stored} of ${total} locked parts are in the storage.`;
    return { detail, progress: { value: stored, max: total, label: detail } };
  }
  const detail = reached && detailOf[reached.step];
  return detail ? { detail } : {};
}
