import { z } from "zod";

const Prompt = z.object({
  content: z.union([z.string(), z.array(z.object({ type: z.string(), text: z.string().optional() }))]),
});

/**
 * Whether the CLI has written a prompt into its transcript of the conversation. It does so some time after it was
 * given it, so one that was killed may never have. The SDK's other entry has the reader; it is needed seldom.
 */
export async function transcriptHolds(claudeSessionId: string, prompt: string): Promise<boolean> {
  const { getSessionMessages } = await import("@anthropic-ai/claude-agent-sdk");
  const messages = await getSessionMessages(claudeSessionId);
  return messages.some(({ type, message }) => {
    const parsed = Prompt.safeParse(message);
    if (type !== "user" || !parsed.success) return false;
    const { content } = parsed.data;
    return typeof content === "string" ? content === prompt : content.some(({ text }) => text === prompt);
  });
}
