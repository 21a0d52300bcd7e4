import { vi } from "vitest";

/** Runs before each test file of a worker that others run in, too: its modules are made anew. What comes from packages stays. */
vi.resetModules();
