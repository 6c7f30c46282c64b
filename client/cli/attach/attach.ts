import type { Message } from "../../../shared/message.ts";
import type { Session } from "../../../shared/session.ts";
import type { PorterClient } from "../../sdk/client.ts";
import { followAnswer, type AnswerEvent } from "../../sdk/follow.ts";
import { CliError } from "../failure.ts";
import { shortId } from "../find.ts";
import { harmless, printJsonLine, type JsonOption } from "../output.ts";
import { createAsker } from "./asker.ts";
import { callLine } from "./call.ts";
import { createScreen, dim } from "./screen.ts";
import { findTerminal } from "./terminal.ts";

/** As a shell says of a command that Ctrl+C ended. */
const INTERRUPTED = 130;

/**
 * Shows what an agent says and does until it has finished; Ctrl+C leaves it at work.
 * @throws CliError AGENT_STOPPED when it fails or is interrupted
 */
export async function attachTo(
  porter: PorterClient,
  to: Session | Message,
  { json }: JsonOption,
): Promise<void> {
  const id = "sessionId" in to ? to.sessionId : to.id;
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  process.once("SIGINT", leave);
  const screen = createScreen();
  const asker = createAsker({ porter, screen, terminal: json ? undefined : findTerminal() });
  const tell = json ? printJsonLine : createTeller(screen, asker);
  let last: Session | undefined;
  try {
    for await (const event of followAnswer(porter, to, { signal: leaving.signal })) {
      tell(event);
      if (event.type === "session") last = event.session;
    }
  } finally {
    process.removeListener("SIGINT", leave);
    await asker.close();
    screen.endLine();
  }
  if (leaving.signal.aborted) {
    const short = shortId(id);
    screen.note(
      dim(
        `Left at work. Back to it: bun porter agents attach ${short}; stop it: bun porter agents stop ${short}`,
      ),
    );
    process.exitCode = INTERRUPTED;
  } else if (last?.status !== "completed") {
    throw new CliError("AGENT_STOPPED", last?.error ?? `The agent was stopped (${last?.status}).`);
  }
}

function createTeller(screen: ReturnType<typeof createScreen>, asker: ReturnType<typeof createAsker>) {
  let isFirst = true;
  return (event: AnswerEvent): void => {
    switch (event.type) {
      case "text":
        return screen.text(event.text);
      case "tool": {
        const { id, name: toolName, input, bySubAgent } = event;
        if (asker.hasShown(id)) return;
        return screen.note(dim(`${bySubAgent ? "    " : "  "}${callLine({ toolName, input })}`));
      }
      case "tool_failed":
        if (asker.hasDenied(event.id)) return;
        return screen.note(dim(`  failed: ${harmless(event.text).trim().split("\n")[0]}`));
      case "approval":
        return asker.hear(event.approval);
      case "session": {
        if (isFirst && event.session.status === "queued") screen.note(dim("  waits for its turn"));
        isFirst = false;
      }
    }
  };
}
