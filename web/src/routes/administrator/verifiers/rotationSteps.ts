/** A step of replacing a key, and whether it is done by what can be seen. */
export type RotationStep = { label: string; detail: string; state: "done" | "now" | "next" };

/**
 * How far the replacement of a verifier's key is, by what the public record shows: who is one now, and who is announced. What the
 * service itself does cannot be seen there.
 */
export function rotationSteps(verifiersNow: number, announced: number): RotationStep[] {
  const current = verifiersNow > 1 ? 2 : announced > 0 ? 1 : 0;
  const labels: readonly [label: string, detail: string][] = [
    ["Announce the address of the new key", "Above. Make the key where the service runs; it never leaves that place."],
    ["Complete its appointment", "When the waiting time is over. Both keys verify then."],
    [
      "Let the service sign with the new key",
      "Whoever runs the service does this. Then wait an hour: until then, what the old key signed can still be submitted.",
    ],
    ["End the appointment of the old key", "What it verified stays verified until its own dates."],
  ];
  return labels.map(([label, detail], index) => ({
    label,
    detail,
    state: index < current ? "done" : index === current ? "now" : "next",
  }));
}
