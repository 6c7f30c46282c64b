import { expect, test } from "bun:test";
import { processWords } from "../../client/src/pages/agents/process-words.ts";
import { toolSummary } from "../../shared/tool-words.ts";

const MB = 1024 * 1024;
const process = (isIdle: boolean, megabytes: number | null) => ({
  sessionId: "session",
  isIdle,
  bytes: megabytes === null ? null : megabytes * MB,
});

test("what agents hold of the memory is a line", () => {
  const idleLimitBytes = 1024 * MB;
  const spare = { bytes: 100 * MB };
  const words = (items: ReturnType<typeof process>[], ahead: { bytes: number | null } | null) =>
    processWords({ items, spare: ahead, idleLimitBytes });
  expect(words([], null)).toBe("No process is kept ready");
  expect(words([process(true, 150.4), process(false, 205)], spare)).toBe(
    "Processes: 1 at work, 205 MB · 2 kept ready, 250 MB of 1,024 MB",
  );
  expect(words([process(false, 205)], null)).toBe("Processes: 1 at work, 205 MB");
  // Where the system does not say.
  expect(words([process(true, null), process(false, null)], { bytes: null })).toBe(
    "Processes: 1 at work · 2 kept ready",
  );
});

test("a plan is called by its first line", () => {
  expect(toolSummary("ExitPlanMode", { plan: "\n## A fence\n\n1. Dig" })).toBe("A fence");
  expect(toolSummary("ExitPlanMode", { plan: "Dig.\nSet." })).toBe("Dig.");
  expect(toolSummary("ExitPlanMode", {})).toBe("");
});
