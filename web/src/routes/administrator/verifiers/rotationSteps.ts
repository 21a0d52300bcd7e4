/** How a verifier's key is replaced, in this order. What of it is done cannot be seen from here: the service signs elsewhere. */
export const rotationSteps: readonly { label: string; detail: string }[] = [
  {
    label: "Announce the address of the new key",
    detail: "Above. Make the key where the service runs; it never leaves that place.",
  },
  { label: "Complete its appointment", detail: "When the waiting time is over. Both keys verify then." },
  {
    label: "Let the service sign with the new key",
    detail:
      "Whoever runs the service does this. Then wait an hour: until then, what the old key signed can still be submitted.",
  },
  { label: "End the appointment of the old key", detail: "What it verified stays verified until its own dates." },
];
