/** How a process ended: its exit code, or the signal that ended it. */
type Exit = { code: number | null; signal: string | null };

const FAULTS = new Set(["SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE"]);
/** A shell in between gives a signal as 128 and its number (POSIX, Shell Command Language, 2.8.2). */
const KILLED_IN_A_SHELL = 128 + 9;

/** The end of a process that nobody asked for, in words for a person. */
export function wordsOfExit({ code, signal }: Exit): string {
  if (signal === "SIGKILL" || code === KILLED_IN_A_SHELL)
    return "It was killed from outside (SIGKILL): most likely by the system, because memory ran short.";
  if (signal !== null)
    return FAULTS.has(signal) ? `It crashed (${signal}).` : `It was ended from outside (${signal}).`;
  return code === 0 ? "It ended by itself in the middle of its work." : `It ended with exit code ${code}.`;
}
