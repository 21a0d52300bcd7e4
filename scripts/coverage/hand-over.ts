import hre from "hardhat";
import { afterAll } from "vitest";

/** Hands what a test file covered over to Hardhat's report. */
afterAll(() => hre.hooks.runHandlerChain("test", "onTestWorkerDone", ["vitest"], async () => {}));
