/** Set for the whole suite: a process that a test starts ends before what it compiles has paid. */
export const IS_SHORT_LIVED = process.env.PORTER_TEST_SHORT_LIVED === "1";

/**
 * For the environment of such a process, a server's or the Claude CLI's (both are Bun): without the optimizing compiler,
 * and the other one only for what runs often. A quarter of what a server takes, a tenth of what the CLI does.
 */
export const SHORT_LIVED: Record<string, string> = IS_SHORT_LIVED
  ? {
      BUN_JSC_useDFGJIT: "0",
      BUN_JSC_thresholdForJITAfterWarmUp: "5000",
      BUN_JSC_thresholdForJITSoon: "5000",
    }
  : {};
