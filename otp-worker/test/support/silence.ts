import { vi } from "vitest";

/** The worker's log would drown the tests' own output. Tests that care replace this. */
vi.spyOn(console, "log").mockImplementation(() => {});
