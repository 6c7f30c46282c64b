import type { Actor } from "../../shared/actor.ts";
import type { Approval, DecideApproval } from "../../shared/approval.ts";
import type { Message } from "../../shared/message.ts";
import type { McpServerState, SendMessage, Session } from "../../shared/session.ts";
import type { EventLog } from "../events/log.ts";
import type { NewNotification, Notifications } from "../notifications/service.ts";
import { addAccount } from "./account.ts";
import type { Approvals, ToolCall } from "./approvals.ts";
import type { Account, Signal, TurnResult } from "./decode.ts";
import { permissionOf } from "./integration-action.ts";
import type { Stores } from "./stores.ts";
import type { Turn } from "./store/turns.ts";
import { describeWaiting } from "./waiting.ts";

/** How a turn ended. `account`: the session's totals as the CLI gave them, absent when it gave none. */
export type TurnEnd = {
  outcome: TurnResult["outcome"];
  error: string | null;
  account?: Pick<TurnResult, "spent" | "total">;
};

type Said = Pick<SendMessage, "content" | "idempotencyKey">;

export type Transitions = ReturnType<typeof createTransitions>;

/** Every durable change of a session's state, each in one transaction with its events. No process is touched here. */
export function createTransitions(deps: {
  stores: Stores;
  events: Pick<EventLog, "write">;
  approvals: Approvals;
  notifications: Pick<Notifications, "notify" | "resolve">;
}) {
  const { stores, events, approvals, notifications } = deps;

  function changeSession(id: string, change: Partial<Omit<Session, "id">>, actor: Actor): Session {
    return events.write((append) => {
      const session = stores.sessions.update(id, change);
      append({ kind: "session.updated", subject: `session:${id}`, actor });
      return session;
    });
  }

  function addUserMessage(sessionId: string, { content, idempotencyKey }: Said, actor: Actor): Message {
    return events.write((append) => {
      const message = stores.messages.insert({
        sessionId,
        role: "user",
        content: [{ type: "text", text: content }],
        state: "done",
      });
      stores.turns.insert({ sessionId, messageId: message.id, idempotencyKey });
      append({
        kind: "message.created",
        subject: `session:${sessionId}`,
        actor,
        after: { messageId: message.id },
      });
      return message;
    });
  }

  /** A session has one notification, which tells its latest state. */
  const keyOf = (sessionId: string): string => `session:${sessionId}`;

  function notify(session: Session, told: Pick<NewNotification, "kind" | "body" | "approvalId">): void {
    const { id, title } = session;
    notifications.notify({ ...told, title, link: `/agents/${id}`, key: keyOf(id) }, `session:${id}`);
  }

  function notifyOfEnd(session: Session, outcome: TurnEnd["outcome"]): void {
    if (outcome === "completed") {
      notify(session, { kind: "agent_completed", body: "The agent has finished." });
    } else if (outcome === "failed") {
      notify(session, { kind: "agent_failed", body: session.error ?? "The agent failed." });
    }
  }

  const notifyOfWaiting = (session: Session, parked: ToolCall & { id: string }): void =>
    notify(session, { kind: "agent_waiting", ...describeWaiting(parked) });

  /** The person has seen to the session. */
  const resolveNotification = (sessionId: string, actor: Actor): void =>
    notifications.resolve(keyOf(sessionId), actor);

  return {
    changeSession,

    notifyOfWaiting,

    /** A session and its first turn, both queued. */
    create(
      given: Pick<Session, "title" | "prompt" | "taskId" | "cwd" | "model" | "permissionMode">,
      idempotencyKey: string | undefined,
      actor: Actor,
    ): Session {
      return events.write((append) => {
        const now = new Date();
        const session = stores.sessions.insert({
          ...given,
          id: Bun.randomUUIDv7(),
          status: "queued",
          claudeSessionId: null,
          costUsd: 0,
          usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheCreationTokens: 0 },
          effort: null,
          profileId: null,
          worktree: null,
          contextTokens: null,
          contextWindow: null,
          budgetUsd: null,
          limitedUntil: null,
          resumesAtReset: false,
          mcpServers: [],
          queuedMessageIds: [],
          error: null,
          startedBy: actor,
          origin: "porter",
          forkedFrom: null,
          pinnedAt: null,
          archivedAt: null,
          createdAt: now,
          updatedAt: now,
        });
        append({ kind: "session.created", subject: `session:${session.id}`, actor });
        addUserMessage(session.id, { content: given.prompt, idempotencyKey }, actor);
        return session;
      });
    },

    /** A further turn behind those that the session has. */
    addTurn: (session: Session, said: Said, actor: Actor): Message =>
      events.write(() => {
        const message = addUserMessage(session.id, said, actor);
        resolveNotification(session.id, actor);
        const isBusy = session.status === "running" || session.status === "waiting";
        changeSession(session.id, isBusy ? {} : { status: "queued" }, actor);
        return message;
      }),

    /** A message that had to wait takes its place in the conversation now, behind what was said meanwhile. */
    begin: (turn: Turn): void =>
      events.write((append) => {
        const { sessionId, messageId } = turn;
        const actor: Actor = `session:${sessionId}`;
        if (turn.startedAt === null && stores.messages.moveToEnd(messageId)) {
          append({ kind: "message.updated", subject: `session:${sessionId}`, actor, after: { messageId } });
        }
        stores.turns.setStatus(turn.number, "running", { startedAt: turn.startedAt ?? new Date() });
        changeSession(sessionId, { status: "running", error: null }, actor);
      }),

    /** The CLI says it again at each turn; only news is written down. */
    noteInit(sessionId: string, { claudeSessionId, model }: Extract<Signal, { type: "init" }>): void {
      const session = stores.sessions.find(sessionId);
      if (session?.claudeSessionId === claudeSessionId && session.model === model) return;
      changeSession(sessionId, { claudeSessionId, model }, `session:${sessionId}`);
    },

    end: (turn: Turn, { outcome, error, account }: TurnEnd): void =>
      events.write(() => {
        const { sessionId } = turn;
        const actor: Actor = `session:${sessionId}`;
        const before = stores.sessions.find(sessionId);
        const totals: Partial<Account> = before && account ? addAccount(before, account) : {};
        const costBefore = before?.costUsd ?? 0;
        const turnCost = turn.costUsd + (totals.costUsd ?? costBefore) - costBefore;
        if (outcome === "deferred") {
          // The person may have answered before the CLI had parked the call: then the turn goes on at once.
          const parked = stores.approvals.findParked(sessionId);
          if (parked?.status !== "pending") {
            stores.turns.setStatus(turn.number, "queued", { costUsd: turnCost });
            changeSession(sessionId, { status: "queued", ...totals }, actor);
            return;
          }
          stores.turns.setStatus(turn.number, "waiting", { costUsd: turnCost });
          notifyOfWaiting(changeSession(sessionId, { status: "waiting", ...totals }, actor), parked);
          return;
        }
        approvals.close(sessionId, actor);
        const ended = outcome === "lost" ? "failed" : outcome;
        stores.turns.setStatus(turn.number, ended, { endedAt: new Date(), costUsd: turnCost });
        const next = stores.turns.first(sessionId, ["queued"]);
        const session = changeSession(
          sessionId,
          { status: next ? "queued" : ended, error, ...totals },
          actor,
        );
        if (!next) notifyOfEnd(session, outcome);
      }),

    /** Takes back what has not begun: queued turns, and a turn that waits for a person. */
    cancelWaiting: (sessionId: string, actor: Actor): void =>
      events.write(() => {
        resolveNotification(sessionId, actor);
        const cancelled = stores.turns.ofSession(sessionId, ["queued", "waiting"]);
        if (cancelled.length === 0) return;
        for (const { number } of cancelled)
          stores.turns.setStatus(number, "interrupted", { endedAt: new Date() });
        const isRunning = stores.turns.first(sessionId, ["running"]) !== undefined;
        if (!isRunning) approvals.withdrawParked(sessionId, actor);
        changeSession(sessionId, isRunning ? {} : { status: "interrupted" }, actor);
      }),

    /** The CLI no longer knows the conversation; the next process begins a new one. */
    forgetConversation: (sessionId: string): void =>
      void changeSession(sessionId, { claudeSessionId: null }, `session:${sessionId}`),

    noteMcpServers(sessionId: string, mcpServers: McpServerState[]): void {
      if (Bun.deepEquals(stores.sessions.find(sessionId)?.mcpServers, mcpServers)) return;
      changeSession(sessionId, { mcpServers }, `session:${sessionId}`);
    },

    /**
     * Answers an approval; the turn that waited for it is queued to go on.
     * @throws PorterError NOT_FOUND, or CONFLICT when it is answered or withdrawn already
     */
    decide: (given: DecideApproval, actor: Actor): Approval =>
      events.write(() => {
        const approval = approvals.answer(given, actor);
        const { sessionId, toolName, input, status } = approval;
        resolveNotification(sessionId, actor);
        if (status === "allowed" && given.remember) {
          const permission = permissionOf({ tool: toolName, input });
          const permissions = new Set([...stores.sessions.allowedTools(sessionId), permission]);
          stores.sessions.setAllowedTools(sessionId, [...permissions]);
        }
        const parked = stores.turns.first(sessionId, ["waiting"]);
        if (parked) {
          stores.turns.setStatus(parked.number, "queued");
          changeSession(sessionId, { status: "queued" }, actor);
        }
        return approval;
      }),
  };
}
