import type { Message } from "../../../shared/message.ts";
import { explain } from "../api/errors.ts";
import { applyMessage, applyRemoved, applySessionChange, findSession } from "../api/feed-cache.ts";
import { api } from "../api/options.ts";
import { showToast } from "../shell/toast.ts";

/** Shows a change of a queued message at once, and takes it back when the server refuses it. */
async function change(show: () => void, ask: () => Promise<unknown>, before: Message, failed: string) {
  show();
  try {
    await ask();
  } catch (error) {
    applyMessage(before);
    showToast({ message: `${failed}: ${explain(error)}`, kind: "error" });
  }
}

export function changeQueued(message: Message, text: string): void {
  const images = message.content.filter((block) => block.type === "image");
  const edited: Message = { ...message, content: [...images, { type: "text", text }] };
  void change(
    () => applyMessage(edited),
    () => api.agents.editQueued.mutate({ messageId: message.id, content: text }),
    message,
    "Not changed",
  );
}

export function removeQueued(message: Message): void {
  void change(
    () => applyRemoved({ sessionId: message.sessionId, messageId: message.id }),
    () => api.agents.removeQueued.mutate({ messageId: message.id }),
    message,
    "Not removed",
  );
}

/** The order is the session's to tell: shown first at once. */
export function sendNow({ id, sessionId }: Message): void {
  const before = findSession(sessionId);
  if (before) {
    const others = before.queuedMessageIds.filter((other) => other !== id);
    applySessionChange({ ...before, queuedMessageIds: [id, ...others] });
  }
  api.agents.sendNow.mutate({ messageId: id }).catch((error: unknown) => {
    if (before) applySessionChange(before);
    showToast({ message: `Not sent now: ${explain(error)}`, kind: "error" });
  });
}
