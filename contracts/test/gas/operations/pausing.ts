import type { Operations } from "../operation.ts";

export const pausing = {
  pause: ({ pauser }) => pauser.registry("pause", []),
  "end a pause": async ({ pauser, send }) => {
    await send(pauser.registry("pause", []));
    return pauser.registry("unpause", []);
  },
} satisfies Operations;
