import { vi } from "vitest";

/**
 * Runs before each test file: its modules are made anew, and with them its chain. What comes from packages, Hardhat above all, which
 * takes seconds to load, stays.
 */
vi.resetModules();
