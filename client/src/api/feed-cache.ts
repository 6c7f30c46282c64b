import type { Query } from "@tanstack/solid-query";
import { batch } from "solid-js";
import type { Approval } from "../../../shared/approval.ts";
import type { AgentEvent, FeedEvent, NotificationChange } from "../../../shared/feed.ts";
import type { Message } from "../../../shared/message.ts";
import type { Notification } from "../../../shared/notification.ts";
import type { Session } from "../../../shared/session.ts";
import type { Task, TaskChange } from "../../../shared/task.ts";
import { withApproval, withMessage, withSession, type Conversation } from "./conversation.ts";
import { inputOf } from "./keys.ts";
import { api } from "./options.ts";
import { appendDelta, dropUnfinished, putUnfinished } from "./overlay.ts";
import { itemsOf, placeItem, type Pages } from "./pages.ts";
import { queryClient } from "./query-client.ts";
import { applySession } from "./session-lists.ts";
import { applyTaskChange } from "./task-lists.ts";

/** Queries that an event met while their answer was on the way: that answer may be older than the event. */
const overtaken = new Set<string>();

queryClient.getQueryCache().subscribe((event) => {
  if (event.type !== "updated" || event.action.type !== "success" || event.action.manual === true) return;
  if (overtaken.delete(event.query.queryHash)) {
    void queryClient.invalidateQueries({ queryKey: event.query.queryKey, exact: true });
  }
});

/**
 * Changes every cached answer under a key. The caller's type says what that procedure answers, which the cache,
 * keyed by plain arrays, cannot know.
 */
function change<T>(key: readonly unknown[], apply: (data: T, query: Query) => T): void {
  for (const query of queryClient.getQueryCache().findAll({ queryKey: key })) {
    if (query.state.fetchStatus === "fetching") overtaken.add(query.queryHash);
    if (query.state.data === undefined) continue;
    queryClient.setQueryData(query.queryKey, apply(query.state.data as T, query));
  }
}

let countsAsked: ReturnType<typeof setTimeout> | undefined;
/** Counts change with every task; a burst of changes asks once. */
function refreshCounts(): void {
  clearTimeout(countsAsked);
  countsAsked = setTimeout(
    () => void queryClient.invalidateQueries({ queryKey: api.tasks.counts.queryKey() }),
    120,
  );
}

/** Used by the stream and, ahead of the server's answer, by the optimistic actions. */
export function applyTask(event: TaskChange): void {
  batch(() => {
    change<Pages<Task>>(api.tasks.list.queryKey(), (pages, query) =>
      applyTaskChange(pages, inputOf(query.queryKey) ?? {}, event),
    );
    const key = api.tasks.get.queryKey({ id: event.task.id }, "query");
    if (event.type === "removed") void queryClient.invalidateQueries({ queryKey: key });
    else change<Task>(key, () => event.task);
  });
  refreshCounts();
}

export function applySessionChange(session: Session): void {
  change<Pages<Session>>(api.agents.list.queryKey(), (pages, query) =>
    applySession(pages, inputOf(query.queryKey) ?? {}, session),
  );
  change<Conversation>(conversationKey(session.id), (whole) => withSession(whole, session));
}

const conversationKey = (id: string) => api.agents.get.queryKey({ id }, "infinite");

export function applyMessage(message: Message): void {
  batch(() => {
    change<Conversation>(conversationKey(message.sessionId), (whole) => withMessage(whole, message));
    putUnfinished(message);
  });
}

export function applyApproval(approval: Approval): void {
  change<Conversation>(conversationKey(approval.sessionId), (whole) => withApproval(whole, approval));
}

function applyAgent(event: AgentEvent): void {
  if (event.type === "delta") appendDelta(event);
  else if (event.type === "message") applyMessage(event.message);
  else if (event.type === "session") applySessionChange(event.session);
  else applyApproval(event.approval);
}

const newestFirst = (a: Notification, b: Notification) => b.createdAt.getTime() - a.createdAt.getTime();

export function applyNotification({ notification }: NotificationChange): void {
  change<Pages<Notification>>(api.notifications.list.queryKey(), (pages) =>
    placeItem(pages, { item: notification, keep: true, compare: newestFirst }),
  );
}

/** Makes the caches say what the event says. `ready` on the very first stream is the caller's business. */
export function applyFeed(event: FeedEvent): void {
  if (event.topic === "tasks") applyTask(event.change);
  else if (event.topic === "agents") applyAgent(event.change);
  else if (event.topic === "notifications") applyNotification(event.change);
  else {
    dropUnfinished();
    if (event.change.type === "resync") void queryClient.invalidateQueries();
  }
}

/** The task as any cached answer has it. */
export function findTask(id: string): Task | undefined {
  const one = queryClient.getQueryData<Task>(api.tasks.get.queryKey({ id }, "query"));
  if (one) return one;
  return queryClient
    .getQueriesData<Pages<Task>>({ queryKey: api.tasks.list.queryKey() })
    .flatMap(([, pages]) => itemsOf(pages))
    .find((task) => task.id === id);
}
