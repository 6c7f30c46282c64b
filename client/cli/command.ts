import type { PorterClient } from "../sdk/client.ts";

export type Command = {
  does: string;
  /** Reads its arguments before it connects. Resolves with the exit code. */
  run: (args: string[], connect: () => PorterClient) => Promise<number>;
};

/** The command was called wrongly: its message and the help are printed, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
