import type { Message } from "../../../shared/message.ts";
import { explain } from "../api/errors.ts";
import { applyMessage, applyRemoved, applySessionChange, findSession } from "../api/feed-cache.ts";
import { api } from "../api/options.ts";
import { queryClient } from "../api/query-client.ts";
import { showToast } from "../shell/toast.ts";

/** What is refused has often moved on meanwhile: what was shown before may be true no longer. */
const askAnew = (sessionId: string) =>
  void queryClient.invalidateQueries({ queryKey: api.agents.get.queryKey({ id: sessionId }, "infinite") });

/** Shows a change of a queued message at once, and takes it back when the server refuses it. */
async function change(
  { show, ask, failed }: { show: () => void; ask: () => Promise<unknown>; failed: string },
  before: Message,
): Promise<boolean> {
  show();
  try {
    await ask();
    return true;
  } catch (error) {
    applyMessage(before);
    askAnew(before.sessionId);
    showToast({ message: `${failed}: ${explain(error)}`, kind: "error" });
    return false;
  }
}

/** `before`: the words that the person began to change. Resolves to whether the server took it. */
export function changeQueued(message: Message, before: string, text: string): Promise<boolean> {
  const images = message.content.filter((block) => block.type === "image");
  const edited: Message = { ...message, content: [...images, { type: "text", text }] };
  return change(
    {
      show: () => applyMessage(edited),
      ask: () => api.agents.editQueued.mutate({ messageId: message.id, content: text, before }),
      failed: "Not changed",
    },
    message,
  );
}

export function removeQueued(message: Message): void {
  void change(
    {
      show: () => applyRemoved({ sessionId: message.sessionId, messageId: message.id }),
      ask: () => api.agents.removeQueued.mutate({ messageId: message.id }),
      failed: "Not removed",
    },
    message,
  );
}

/** The order is the session's to tell: shown first at once. */
export function sendNow({ id, sessionId }: Pick<Message, "id" | "sessionId">): void {
  const before = findSession(sessionId);
  if (before) {
    const others = before.queuedMessageIds.filter((other) => other !== id);
    applySessionChange({ ...before, queuedMessageIds: [id, ...others] });
  }
  api.agents.sendNow.mutate({ messageId: id }).catch((error: unknown) => {
    if (before) applySessionChange(before);
    askAnew(sessionId);
    showToast({ message: `Not sent now: ${explain(error)}`, kind: "error" });
  });
}
