import { platform } from "#platform";
import { beforeAll } from "vitest";
import { setWorld } from "./client.ts";

/** What one file of tests used up, the next one has. */
beforeAll(async () => {
  await platform.clear();
  await setWorld({
    down: [],
    twilioDelay: 0,
    twilioFaults: [],
    pins: [],
    chartHolders: [],
    doctors: [],
    registrars: [],
  });
});
