import type { Actor } from "../../shared/actor.ts";
import type { Approval, DecideApproval } from "../../shared/approval.ts";
import type { Message } from "../../shared/message.ts";
import type { McpServerState, PermissionMode, Session, Usage } from "../../shared/session.ts";
import type { TurnStatus } from "../db/tables/agents.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import type { Notifications } from "../notifications/service.ts";
import { STOPPED } from "./failures.ts";
import type { Stores } from "./stores.ts";
import type { Turn } from "./store/turns.ts";
import type { Account, Signal, TurnResult } from "./decode.ts";

/** How a turn ended. `account`: the session's totals as the CLI gave them, absent when it gave none. */
export type TurnEnd = {
  outcome: TurnResult["outcome"];
  error: string | null;
  account?: Pick<TurnResult, "spent" | "total">;
};

export type ToolCall = { toolUseId: string; toolName: string; input: unknown };

export type Transitions = ReturnType<typeof createTransitions>;

/** Every durable change of a session's state, each in one transaction with its events. No process is touched here. */
export function createTransitions(deps: {
  stores: Stores;
  events: Pick<EventLog, "write">;
  notifications: Pick<Notifications, "notify">;
}) {
  const { stores, events, notifications } = deps;

  function updateSession(id: string, change: Partial<Omit<Session, "id">>, actor: Actor): Session {
    return events.write((append) => {
      const session = stores.sessions.update(id, change);
      append({ kind: "session.updated", subject: `session:${id}`, actor });
      return session;
    });
  }

  function addUserMessage(
    sessionId: string,
    text: string,
    idempotencyKey: string | undefined,
    actor: Actor,
  ): Message {
    return events.write((append) => {
      const message = stores.messages.insert({
        sessionId,
        role: "user",
        content: [{ type: "text", text }],
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

  function settleApproval(
    approval: Approval,
    decision: Parameters<Stores["approvals"]["decide"]>[1],
    actor: Actor,
  ): Approval {
    return events.write((append) => {
      const settled = stores.approvals.decide(approval.id, decision);
      append({
        kind: "approval.updated",
        subject: `session:${approval.sessionId}`,
        actor,
        after: { approvalId: approval.id },
      });
      return settled;
    });
  }

  function withdrawApprovals(sessionId: string, actor: Actor): void {
    for (const approval of stores.approvals.pending(sessionId)) {
      settleApproval(approval, { status: "withdrawn", message: null, answers: null }, actor);
    }
  }

  /** A crash came between the answer and the result: whether the call ran is unknown, so it is asked again. */
  function askAgain(approvalId: string): Approval {
    return events.write((append) => {
      const approval = stores.approvals.reopen(approvalId);
      const subject = `session:${approval.sessionId}`;
      append({ kind: "approval.updated", subject, actor: "porter", after: { approvalId } });
      return approval;
    });
  }

  function notifyOf(session: Session, outcome: TurnEnd["outcome"]): void {
    const link = `/agents/${session.id}`;
    const actor: Actor = `session:${session.id}`;
    if (outcome === "completed") {
      notifications.notify(
        { kind: "agent_completed", title: session.title, body: "The agent has finished.", link },
        actor,
      );
    } else if (outcome === "failed") {
      notifications.notify(
        { kind: "agent_failed", title: session.title, body: session.error ?? "The agent failed.", link },
        actor,
      );
    } else if (outcome === "deferred") {
      notifications.notify(
        { kind: "agent_waiting", title: session.title, body: "The agent waits for your answer.", link },
        actor,
      );
    }
  }

  return {
    /** A session and its first turn, both queued. */
    create(
      given: Pick<Session, "title" | "prompt" | "taskId" | "cwd" | "model"> & {
        permissionMode: PermissionMode;
      },
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
          mcpServers: [],
          error: null,
          startedBy: actor,
          createdAt: now,
          updatedAt: now,
        });
        append({ kind: "session.created", subject: `session:${session.id}`, actor });
        addUserMessage(session.id, given.prompt, idempotencyKey, actor);
        return session;
      });
    },

    /** A further turn behind those that the session has. */
    addTurn: (session: Session, content: string, idempotencyKey: string | undefined, actor: Actor): Message =>
      events.write(() => {
        const message = addUserMessage(session.id, content, idempotencyKey, actor);
        const isBusy = session.status === "running" || session.status === "waiting";
        if (!isBusy) updateSession(session.id, { status: "queued" }, actor);
        return message;
      }),

    begin: (turn: Turn): void =>
      events.write(() => {
        stores.turns.setStatus(turn.number, "running", { startedAt: turn.startedAt ?? new Date() });
        updateSession(turn.sessionId, { status: "running", error: null }, `session:${turn.sessionId}`);
      }),

    /** The CLI says it again at each turn; only news is written down. */
    noteInit(sessionId: string, { claudeSessionId, model }: Extract<Signal, { type: "init" }>): void {
      const session = stores.sessions.find(sessionId);
      if (session?.claudeSessionId === claudeSessionId && session.model === model) return;
      updateSession(sessionId, { claudeSessionId, model }, `session:${sessionId}`);
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
          if (stores.approvals.pending(sessionId).length === 0) {
            stores.turns.setStatus(turn.number, "queued", { costUsd: turnCost });
            updateSession(sessionId, { status: "queued", ...totals }, actor);
            return;
          }
          stores.turns.setStatus(turn.number, "waiting", { costUsd: turnCost });
          notifyOf(updateSession(sessionId, { status: "waiting", ...totals }, actor), outcome);
          return;
        }
        withdrawApprovals(sessionId, actor);
        stores.approvals.setAllDelivered(sessionId, new Date()); // Nothing is parked in the CLI any more.
        const ended = outcome === "lost" ? "failed" : outcome;
        stores.turns.setStatus(turn.number, ended, { endedAt: new Date(), costUsd: turnCost });
        const next = stores.turns.first(sessionId, ["queued"]);
        const session = updateSession(
          sessionId,
          { status: next ? "queued" : ended, error, ...totals },
          actor,
        );
        if (!next) notifyOf(session, outcome);
      }),

    /** Takes back what has not begun: queued turns, and a turn that waits for a person. */
    cancelWaiting: (sessionId: string, actor: Actor): void =>
      events.write(() => {
        for (let turn = stores.turns.first(sessionId, ["queued", "waiting"]); turn;) {
          stores.turns.setStatus(turn.number, "interrupted", { endedAt: new Date() });
          turn = stores.turns.first(sessionId, ["queued", "waiting"]);
        }
        // A call that is parked in the CLI stays undelivered: the next process meets it before anything else.
        withdrawApprovals(sessionId, actor);
        if (!stores.turns.first(sessionId, ["running"]))
          updateSession(sessionId, { status: "interrupted" }, actor);
      }),

    /** Keeps a tool call for a person. The same call asked again, after a restart, is the same approval. */
    ask: (sessionId: string, call: ToolCall): Approval =>
      events.write((append) => {
        const approval = stores.approvals.insert({
          ...call,
          id: Bun.randomUUIDv7(),
          sessionId,
          status: "pending",
          message: null,
          createdAt: new Date(),
          decidedAt: null,
        });
        append({
          kind: "approval.created",
          subject: `session:${sessionId}`,
          actor: `session:${sessionId}`,
          after: { approvalId: approval.id },
        });
        return approval;
      }),

    /** The answer goes to the CLI now; whatever happens next, the call may have run. */
    deliver: (approvalId: string): void => stores.approvals.setDelivered(approvalId, new Date()),

    askAgain,

    /** The CLI no longer knows the conversation; the next process begins a new one. */
    forgetConversation: (sessionId: string): void =>
      void updateSession(sessionId, { claudeSessionId: null }, `session:${sessionId}`),

    noteMcpServers(sessionId: string, mcpServers: McpServerState[]): void {
      if (Bun.deepEquals(stores.sessions.find(sessionId)?.mcpServers, mcpServers)) return;
      updateSession(sessionId, { mcpServers }, `session:${sessionId}`);
    },

    /**
     * Answers an approval; with the last open one of a turn, the turn is queued to go on.
     * @throws PorterError NOT_FOUND, or CONFLICT when it is answered or withdrawn already
     */
    decide: (given: DecideApproval, actor: Actor): Approval =>
      events.write(() => {
        const approval = stores.approvals.find(given.approvalId);
        if (!approval) throw new PorterError("NOT_FOUND", "There is no approval with this id.");
        if (approval.status !== "pending") {
          throw new PorterError(
            "CONFLICT",
            `This approval is ${approval.status} already; the answer had no effect.`,
          );
        }
        const { sessionId, toolName } = approval;
        const status = given.decision === "allow" ? "allowed" : "denied";
        const decided = settleApproval(
          approval,
          { status, message: given.message ?? null, answers: given.answers ?? null },
          actor,
        );
        if (status === "allowed" && given.remember) {
          const tools = new Set([...stores.sessions.allowedTools(sessionId), toolName]);
          stores.sessions.setAllowedTools(sessionId, [...tools]);
        }
        const parked = stores.turns.first(sessionId, ["waiting"]);
        if (parked && stores.approvals.pending(sessionId).length === 0) {
          stores.turns.setStatus(parked.number, "queued");
          updateSession(sessionId, { status: "queued" }, actor);
        }
        return decided;
      }),

    /** After a start: no process is left, so nothing runs. What was never begun stays queued. */
    recover: (): void =>
      events.write((append) => {
        for (const message of stores.messages.unfinished()) {
          stores.messages.setContent(message.id, message.content, "done");
          const subject = `session:${message.sessionId}`;
          append({ kind: "message.updated", subject, actor: "porter", after: { messageId: message.id } });
        }
        for (const turn of stores.turns.inState(["running"])) {
          stores.approvals
            .delivered(turn.sessionId)
            .filter(({ toolUseId }) => !stores.messages.hasToolResult(turn.sessionId, toolUseId))
            .forEach(({ id }) => askAgain(id));
          const isParked = stores.approvals.pending(turn.sessionId).length > 0;
          const status: TurnStatus = isParked ? "waiting" : "interrupted";
          stores.turns.setStatus(turn.number, status, isParked ? {} : { endedAt: new Date() });
          const queued = stores.turns.first(turn.sessionId, ["queued"]);
          updateSession(
            turn.sessionId,
            {
              status: isParked ? "waiting" : queued ? "queued" : "interrupted",
              error: isParked ? null : STOPPED,
            },
            "porter",
          );
        }
      }),
  };
}

/**
 * The session's totals after a turn. The CLI's own total starts over when it was killed and resumed, so what it says
 * of the turn alone is added; a CLI that does not say so gives its total.
 */
function addAccount(before: Session, { spent, total }: Pick<TurnResult, "spent" | "total">): Account {
  if (!spent) return { costUsd: Math.max(before.costUsd, total.costUsd), usage: total.usage };
  return { costUsd: before.costUsd + spent.costUsd, usage: addUsage(before.usage, spent.usage) };
}

function addUsage(a: Usage, b: Usage): Usage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheCreationTokens: a.cacheCreationTokens + b.cacheCreationTokens,
  };
}
