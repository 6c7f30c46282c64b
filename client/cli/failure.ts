import { CommanderError } from "commander";
import { z } from "zod";
import { ErrorCode } from "../../shared/errors.ts";

/** What a PorterError has. The class itself is not asked for: the client would be loaded for it. */
const PorterFailure = z.object({
  code: z.enum([...ErrorCode.options, "UNREACHABLE", "AGENT_STOPPED"]),
  message: z.string(),
});

/** Those of the client, and those of the command itself. */
type FailureCode = z.infer<typeof PorterFailure>["code"] | "USAGE" | "FAILED";

export type Failure = { code: FailureCode; message: string };

/** What a command ends with instead of a result. The message is for a person. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The command was called wrongly: its help is printed, too. */
export const usageError = (message: string): CliError => new CliError("USAGE", message);

/** What a person is told of an exit code, in the help and in docs/reference.md. */
export const EXIT_CODES: Record<number, string> = {
  0: "done",
  1: "failed; also: the agent failed, or doctor found something that waits for you",
  2: "called wrongly",
  3: "Porter does not answer, or what it needs for this is not available",
  4: "no token, or it is not good for this",
  5: "there is no such task, session, …",
  130: "ended by Ctrl+C",
};

export function exitCodeOf({ code }: Failure): number {
  switch (code) {
    case "USAGE":
      return 2;
    case "UNREACHABLE":
    case "UNAVAILABLE":
      return 3;
    case "UNAUTHORIZED":
    case "FORBIDDEN":
      return 4;
    case "NOT_FOUND":
      return 5;
    default:
      return 1;
  }
}

export function failureOf(error: unknown): Failure {
  if (error instanceof CliError) return { code: error.code, message: error.message };
  if (error instanceof CommanderError)
    return { code: "USAGE", message: error.message.replace(/^error: /, "") };
  const { data: porter } = PorterFailure.safeParse(error);
  if (!porter) return { code: "FAILED", message: error instanceof Error ? error.message : String(error) };
  const { code, message } = porter;
  if (code === "UNREACHABLE")
    return { code, message: `${message} Is it running, and is PORTER_API_URL its address?` };
  if (code !== "UNAUTHORIZED") return { code, message };
  const why = "This token is not that of the Porter that answers";
  return { code, message: `${why} (PORTER_TOKEN, PORTER_DATA_DIR, PORTER_API_URL).` };
}
