import { query, type Query } from "@anthropic-ai/claude-agent-sdk/core";
import { createPromptInbox } from "../../server/agents/runner/prompt-inbox.ts";
import { hearParent, tellParent } from "../child.ts";
import { agesOf } from "../stamps.ts";

/** One prompt for each session; the first job opens them. */
export type SdkJob = { prompts: string[] };
/** How old each delta was when it came, in ms, of all sessions together. */
export type SdkFigures = { lags: number[] };

type Session = { say: (text: string) => void; turns: Query };

let sessions: Session[] | undefined;

async function measure({ prompts }: SdkJob): Promise<SdkFigures> {
  sessions ??= prompts.map(open);
  const turns = sessions.map(({ say, turns }, index) => {
    say(prompts[index] ?? "");
    return lagsOfTurn(turns);
  });
  return { lags: (await Promise.all(turns)).flat() };
}

function open(): Session {
  const inbox = createPromptInbox();
  const env = { ...process.env, PATH: process.env.PATH };
  const turns = query({
    prompt: inbox,
    options: { cwd: process.env.HOME ?? "/", env, includePartialMessages: true, permissionMode: "default" },
  });
  return { say: (text) => inbox.push({ blocks: [{ type: "text", text }], isCommand: false }), turns };
}

async function lagsOfTurn(turns: Query): Promise<number[]> {
  const lags: number[] = [];
  for (;;) {
    const { value, done } = await turns.next();
    if (done) throw new Error("The CLI ended.");
    if (value.type === "result") return lags;
    if (value.type !== "stream_event" || value.event.type !== "content_block_delta") continue;
    if (value.event.delta.type === "text_delta") lags.push(...agesOf(value.event.delta.text));
  }
}

for await (const job of hearParent<SdkJob>()) tellParent(await measure(job));
