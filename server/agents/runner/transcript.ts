import { z } from "zod";
import type * as Sdk from "@anthropic-ai/claude-agent-sdk";

const Prompt = z.object({
  content: z.union([z.string(), z.array(z.object({ type: z.string(), text: z.string().optional() }))]),
});

/**
 * The SDK's other entry has what reads and copies the CLI's transcripts; it is needed seldom. By a name that the bundler
 * does not follow, for the built server would be half as large again, all of it in memory.
 */
const WHOLE_SDK = ["@anthropic-ai", "claude-agent-sdk"].join("/");
const sdk = () => import(WHOLE_SDK) as Promise<typeof Sdk>;

/**
 * Whether the CLI has written a prompt into its transcript of the conversation. It does so some time after it was
 * given it, so one that was killed may never have.
 */
export async function transcriptHolds(claudeSessionId: string, prompt: string): Promise<boolean> {
  const { getSessionMessages } = await sdk();
  const messages = await getSessionMessages(claudeSessionId);
  return messages.some(({ type, message }) => {
    const parsed = Prompt.safeParse(message);
    if (type !== "user" || !parsed.success) return false;
    const { content } = parsed.data;
    return typeof content === "string" ? content === prompt : content.some(({ text }) => text === prompt);
  });
}

/** One conversation of the CLI as a list shows it. `size` is that of its file, in bytes. */
export type Conversation = {
  id: string;
  title: string;
  firstPrompt: string;
  cwd: string | null;
  branch: string | null;
  createdAt: Date;
  updatedAt: Date;
  size: number;
};

/** The newest first. The SDK reads the head and the tail of as many files as are asked for, 70 ms for 50 of 5,000. */
export async function listConversations(page: { from?: number; limit?: number }): Promise<Conversation[]> {
  const { listSessions } = await sdk();
  const { from: offset, limit } = page;
  // As the CLI's own picker: without what scripts and hosts such as Porter began.
  const infos = await listSessions({
    includeProgrammatic: false,
    ...(offset !== undefined && { offset }),
    ...(limit !== undefined && { limit }),
  });
  return infos.map(toConversation);
}

export async function findConversation(id: string): Promise<Conversation | undefined> {
  const { getSessionInfo } = await sdk();
  const info = await getSessionInfo(id);
  return info && toConversation(info);
}

function toConversation(info: Sdk.SDKSessionInfo): Conversation {
  const updatedAt = new Date(info.lastModified);
  return {
    id: info.sessionId,
    title: info.summary.replace(/\s+/g, " ").trim() || "Untitled",
    firstPrompt: info.firstPrompt ?? info.summary,
    cwd: info.cwd ?? null,
    branch: info.gitBranch ?? null,
    createdAt: info.createdAt === undefined ? updatedAt : new Date(info.createdAt),
    updatedAt,
    size: info.fileSize ?? Infinity,
  };
}

/** Copies a conversation up to one of its messages; the id of the copy, which can be resumed. */
export async function copyConversation(id: string, upToMessageId: string): Promise<string> {
  const { forkSession } = await sdk();
  const { sessionId } = await forkSession(id, { upToMessageId });
  return sessionId;
}
