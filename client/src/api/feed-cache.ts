import type { Query } from "@tanstack/solid-query";
import { batch } from "solid-js";
import type { Approval } from "../../../shared/approval.ts";
import type { Comment, CommentChange } from "../../../shared/comment.ts";
import type { Delivery, DeliveryChange, DeliveryWithPayload } from "../../../shared/delivery.ts";
import type {
  AgentEvent,
  ContextFilled,
  DraftChange,
  FeedEvent,
  NotificationChange,
} from "../../../shared/feed.ts";
import type { Integration, IntegrationChange } from "../../../shared/integration.ts";
import type { Message } from "../../../shared/message.ts";
import type { Notification } from "../../../shared/notification.ts";
import type { Profile, ProfileChange, ProfileList } from "../../../shared/profile.ts";
import type { Session } from "../../../shared/session.ts";
import type { Task, TaskChange } from "../../../shared/task.ts";
import type { LimitsChange } from "../../../shared/usage.ts";
import type { View, ViewChange } from "../../../shared/view.ts";
import { withAsking, withLatestMessage, withSessionState, type AtWork } from "./at-work.ts";
import {
  withApproval,
  withMessage,
  withoutMessage,
  withSession,
  type Conversation,
  type Nested,
} from "./conversation.ts";
import { applyDeliveryTo } from "./delivery-lists.ts";
import { inputOf, queryKey } from "./keys.ts";
import { applyNotificationTo } from "./notification-lists.ts";
import { api } from "./options.ts";
import { appendDelta, dropUnfinished, putUnfinished } from "./overlay.ts";
import { itemsOf, type Pages } from "./pages.ts";
import { queryClient } from "./query-client.ts";
import { applySession } from "./session-lists.ts";
import { applyTaskChange } from "./task-lists.ts";
import { withWaiting, type WaitingApprovals } from "./waiting-approvals.ts";

/** Queries that an event met while their answer was on the way: that answer may be older than the event. */
const overtaken = new Set<string>();

queryClient.getQueryCache().subscribe((event) => {
  if (event.type !== "updated") return;
  const { action, query } = event;
  // What has no answer yet query-core does not ask again for: it takes the one on its way for a fresh one.
  const isOvertaken =
    action.type === "invalidate" && query.state.fetchStatus === "fetching" && query.state.data === undefined;
  if (isOvertaken) overtaken.add(query.queryHash);
  const isAnswered = action.type === "error" || (action.type === "success" && action.manual !== true);
  if (isAnswered && overtaken.delete(query.queryHash))
    void queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true });
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
/** Counts and tags change with every task; a burst of changes asks once. */
function refreshCounts(): void {
  clearTimeout(countsAsked);
  countsAsked = setTimeout(() => {
    void queryClient.invalidateQueries({ queryKey: api.tasks.counts.queryKey() });
    void queryClient.invalidateQueries({ queryKey: api.tasks.tags.queryKey() });
  }, 120);
}

let spendingAsked: ReturnType<typeof setTimeout> | undefined;
/** A turn's end costs something, and a session's event does not say what; a burst of them asks once. */
function refreshSpending(): void {
  clearTimeout(spendingAsked);
  spendingAsked = setTimeout(() => {
    void queryClient.invalidateQueries({ queryKey: api.agents.usage.queryKey() });
    void queryClient.invalidateQueries({ queryKey: api.agents.spending.queryKey() });
  }, 120);
}

const taskListeners = new Set<(changes: readonly TaskChange[]) => void>();
/** Calls back with what happens to tasks, also ahead of the server's answer. */
export function onTasks(listener: (changes: readonly TaskChange[]) => void): () => void {
  taskListeners.add(listener);
  return () => void taskListeners.delete(listener);
}

/** Used by the stream and, ahead of the server's answer, by the optimistic actions. */
export function applyTasks(events: readonly TaskChange[]): void {
  batch(() => {
    change<Pages<Task>>(api.tasks.list.queryKey(), (pages, query) =>
      events.reduce((all, event) => applyTaskChange(all, inputOf(query.queryKey) ?? {}, event), pages),
    );
    for (const { type, task } of events) {
      const key = api.tasks.get.queryKey({ id: task.id }, "query");
      if (type === "removed") void queryClient.invalidateQueries({ queryKey: key });
      else change<Task>(key, () => task);
    }
  });
  for (const { task } of events) refreshActivity(task.id);
  refreshCounts();
  for (const listener of taskListeners) listener(events);
}

export const applyTask = (event: TaskChange): void => applyTasks([event]);

/** A task's history is read from the log; it grows with every change. */
function refreshActivity(taskId: string): void {
  for (const query of queryClient.getQueryCache().findAll({ queryKey: api.tasks.activity.queryKey() })) {
    const input = inputOf(query.queryKey) as { id?: string } | undefined; // the input of tasks.activity
    if (input?.id === taskId) void queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true });
  }
}

export function applyComment({ type, comment }: CommentChange): void {
  change<{ items: Comment[] }>(
    api.comments.list.queryKey({ taskId: comment.taskId }, "query"),
    ({ items }) => {
      const others = items.filter((other) => other.id !== comment.id);
      if (type === "removed") return { items: others };
      return {
        items: [...others, comment].toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime()),
      };
    },
  );
}

export function applyProfile({ type, profile }: ProfileChange): void {
  change<ProfileList>(api.agents.profiles.queryKey(undefined, "query"), (all) => {
    const others = all.items.filter((other) => other.id !== profile.id);
    if (type === "removed") return { ...all, items: others };
    const isConfigured = (each: Profile) => each.source === "config";
    const own = [...others.filter((other) => !isConfigured(other)), profile];
    own.sort((a, b) => a.name.toLowerCase().localeCompare(b.name.toLowerCase()));
    return { ...all, items: [...others.filter(isConfigured), ...own] };
  });
}

export function applyView({ type, view }: ViewChange): void {
  change<{ items: View[] }>(api.views.list.queryKey(undefined, "query"), ({ items }) => {
    if (type === "removed") return { items: items.filter((other) => other.id !== view.id) };
    const known = items.some((other) => other.id === view.id);
    return { items: known ? items.map((other) => (other.id === view.id ? view : other)) : [...items, view] };
  });
}

export function applySessionChange(session: Session): void {
  change<Pages<Session>>(api.agents.list.queryKey(), (pages, query) =>
    applySession(pages, inputOf(query.queryKey) ?? {}, session),
  );
  change<Conversation>(conversationKey(session.id), (whole) => withSession(whole, session));
  change<AtWork>(api.agents.atWork.queryKey(), (all) => withSessionState(all, session));
  refreshSpending();
}

const conversationKey = (id: string) => api.agents.get.queryKey({ id }, "infinite");

export function applyMessage(message: Message): void {
  if (message.parentToolUseId !== null) return applyNested(message, message.parentToolUseId);
  batch(() => {
    change<Conversation>(conversationKey(message.sessionId), (whole) => withMessage(whole, message));
    change<AtWork>(api.agents.atWork.queryKey(), (all) => withLatestMessage(all, message));
    putUnfinished(message);
  });
}

/** What a sub-agent says: only the page that has its call open has asked for it. */
function applyNested(message: Message, parentToolUseId: string): void {
  change<Nested>(api.agents.nested.queryKey({ id: message.sessionId, parentToolUseId }, "infinite"), (all) =>
    withMessage(all, message),
  );
}

export function applyApproval(approval: Approval): void {
  change<Conversation>(conversationKey(approval.sessionId), (whole) => withApproval(whole, approval));
  change<AtWork>(api.agents.atWork.queryKey(), (all) => withAsking(all, approval));
  void queryClient.invalidateQueries({ queryKey: api.agents.decidedApprovals.queryKey() });
  change<WaitingApprovals>(api.agents.approvals.queryKey(), (all, query) => {
    const next = withWaiting(all, approval);
    if (!next) void queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true });
    return next ?? all;
  });
}

export const applyRemoved = ({ sessionId, messageId }: { sessionId: string; messageId: string }): void =>
  change<Conversation>(conversationKey(sessionId), (whole) => withoutMessage(whole, messageId));

/** The turn's end tells the session's tokens for good. */
function applyContext({ sessionId, tokens }: ContextFilled): void {
  const session = findSession(sessionId);
  if (session) applySessionChange({ ...session, contextTokens: tokens });
}

const draftListeners = new Set<(change: DraftChange) => void>();
/** Calls back when a draft was changed, in whatever tab. */
export function onDraft(listener: (change: DraftChange) => void): () => void {
  draftListeners.add(listener);
  return () => void draftListeners.delete(listener);
}

function applyAgent(event: AgentEvent): void {
  if (event.type === "delta") appendDelta(event);
  else if (event.type === "message") applyMessage(event.message);
  else if (event.type === "session") applySessionChange(event.session);
  else if (event.type === "removed") applyRemoved(event);
  else if (event.type === "context") applyContext(event);
  else if (event.type === "draft") for (const listener of draftListeners) listener(event);
  else applyApproval(event.approval);
}

export function applyNotification({ notification }: NotificationChange): void {
  change<Pages<Notification>>(api.notifications.list.queryKey(), (pages, query) =>
    applyNotificationTo(pages, inputOf(query.queryKey) ?? {}, notification),
  );
}

/** Used by the stream and, ahead of the server's answer, by the optimistic actions. */
export function applyIntegration({ integration }: IntegrationChange): void {
  const { id } = integration;
  batch(() => {
    change<{ items: Integration[] }>(api.integrations.list.queryKey(), ({ items }) => ({
      items: items.map((other) => (other.id === id ? integration : other)),
    }));
    change<Integration>(api.integrations.get.queryKey({ integrationId: id }, "query"), (known) => ({
      ...known,
      ...integration,
    }));
  });
  // Both are made of the states; the history grows with every run, too.
  void queryClient.invalidateQueries({ queryKey: api.integrations.repairs.queryKey() });
  void queryClient.invalidateQueries({
    queryKey: api.integrations.history.queryKey({ integrationId: id }, "infinite"),
  });
}

function applyDelivery({ delivery }: DeliveryChange): void {
  batch(() => {
    change<Pages<Delivery>>(api.deliveries.list.queryKey(), (pages, query) =>
      applyDeliveryTo(pages, inputOf(query.queryKey) ?? {}, delivery),
    );
    change<DeliveryWithPayload>(api.deliveries.get.queryKey({ id: delivery.id }, "query"), (known) => ({
      ...known,
      ...delivery,
    }));
  });
}

/** What a source has read is told, not what it read: asks again for what is on the screen, and waits for it. */
export async function refreshCalendar(): Promise<void> {
  const key = queryKey(["calendar"], undefined, "any");
  await queryClient.invalidateQueries({ queryKey: key });
  // What was overtaken is being asked for again.
  await queryClient.refetchQueries({ queryKey: key, fetchStatus: "fetching" }, { cancelRefetch: false });
}

const refreshTokens = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: queryKey(["tokens"], undefined, "any") });

const arrivalListeners = new Set<(notification: Notification) => void>();
/** Calls back for each notification that comes on the stream: new, again with new words, or back from a snooze. */
export function onArrival(listener: (notification: Notification) => void): () => void {
  arrivalListeners.add(listener);
  return () => void arrivalListeners.delete(listener);
}

/** Makes the caches say what the event says. `ready` on the very first stream is the caller's business. */
export function applyFeed(event: FeedEvent): void {
  if (event.topic === "tasks") applyTask(event.change);
  else if (event.topic === "comments") applyComment(event.change);
  else if (event.topic === "views") applyView(event.change);
  else if (event.topic === "agents") applyAgent(event.change);
  else if (event.topic === "integrations") applyIntegration(event.change);
  else if (event.topic === "deliveries") applyDelivery(event.change);
  else if (event.topic === "calendar") void refreshCalendar();
  else if (event.topic === "profiles") applyProfile(event.change);
  else if (event.topic === "tokens") void refreshTokens();
  else if (event.topic === "limits") change<LimitsChange>(api.agents.limits.queryKey(), () => event.change);
  else if (event.topic === "notifications") {
    applyNotification(event.change);
    if (event.change.type === "created")
      for (const listener of arrivalListeners) listener(event.change.notification);
  } else {
    dropUnfinished();
    if (event.change.type === "resync") void queryClient.invalidateQueries();
  }
}

/** An item as any cached answer has it: the one that holds it alone, or else a list. */
function findItem<T extends { id: string }>(
  id: string,
  alone: T | undefined,
  listKey: readonly unknown[],
): T | undefined {
  if (alone) return alone;
  return queryClient
    .getQueriesData<Pages<T>>({ queryKey: listKey })
    .flatMap(([, pages]) => itemsOf(pages))
    .find((item) => item.id === id);
}

export const findSession = (id: string): Session | undefined =>
  findItem(
    id,
    queryClient.getQueryData<Conversation>(conversationKey(id))?.pages[0]?.session,
    api.agents.list.queryKey(),
  );

export const findTask = (id: string): Task | undefined =>
  findItem(
    id,
    queryClient.getQueryData<Task>(api.tasks.get.queryKey({ id }, "query")),
    api.tasks.list.queryKey(),
  );
