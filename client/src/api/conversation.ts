import type { InfiniteData } from "@tanstack/solid-query";
import type { Approval } from "../../../shared/approval.ts";
import type { Message } from "../../../shared/message.ts";
import type { Session } from "../../../shared/session.ts";

/** An answer of `agents.get`: the first page is the latest, each further one is older. */
type ConversationPage = {
  session: Session;
  messages: Message[];
  approvals: Approval[];
  olderCursor: number | null;
};
export type Conversation = InfiniteData<ConversationPage>;

const changeLatest = <Page>(whole: InfiniteData<Page>, change: (page: Page) => Page): InfiniteData<Page> => {
  const [latest, ...older] = whole.pages;
  return latest ? { ...whole, pages: [change(latest), ...older] } : whole;
};

export const withSession = (whole: Conversation, session: Session): Conversation =>
  changeLatest(whole, (page) => ({ ...page, session }));

/** An answer of `agents.nested`: what a sub-agent said, paged in the same way. */
export type Nested = InfiniteData<Pick<ConversationPage, "messages" | "olderCursor">>;

export function withMessage<Page extends { messages: Message[] }>(
  whole: InfiniteData<Page>,
  message: Message,
): InfiniteData<Page> {
  let known = false;
  const pages = whole.pages.map((page) => {
    if (!page.messages.some((other) => other.id === message.id)) return page;
    known = true;
    return { ...page, messages: page.messages.map((other) => (other.id === message.id ? message : other)) };
  });
  if (known) return { ...whole, pages };
  return changeLatest(whole, (page) => ({
    ...page,
    messages: [...page.messages, message].toSorted((a, b) => a.seq - b.seq),
  }));
}

export const withoutMessage = (whole: Conversation, messageId: string): Conversation => ({
  ...whole,
  pages: whole.pages.map((page) => ({
    ...page,
    messages: page.messages.filter(({ id }) => id !== messageId),
  })),
});

export const withApproval = (whole: Conversation, approval: Approval): Conversation =>
  changeLatest(whole, (page) => ({
    ...page,
    approvals: page.approvals.some((other) => other.id === approval.id)
      ? page.approvals.map((other) => (other.id === approval.id ? approval : other))
      : [...page.approvals, approval],
  }));

/** History overlaid by what the stream is still writing, in order. */
export function mergeMessages(history: readonly Message[], unfinished: readonly Message[]): Message[] {
  const byId = new Map<string, Message>();
  for (const message of history) byId.set(message.id, message);
  for (const message of unfinished) {
    // A finished message in the history is newer than anything the overlay may still hold of it.
    if (byId.get(message.id)?.state !== "done") byId.set(message.id, message);
  }
  return [...byId.values()].toSorted((a, b) => a.seq - b.seq);
}
