import type { Actor } from "../../shared/actor.ts";
import type { Approval, DecideApproval } from "../../shared/approval.ts";
import type { Message } from "../../shared/message.ts";
import type { McpServerState, SendMessage, Session } from "../../shared/session.ts";
import type { EventLog } from "../events/log.ts";
import type { NewNotification, Notifications } from "../notifications/service.ts";
import { settleAccount } from "./account.ts";
import { blankSession } from "./blank-session.ts";
import { modeAfter, type Approvals, type ToolCall } from "./approvals.ts";
import type { Budgets } from "./budgets.ts";
import type { TurnResult } from "./decode.ts";
import { toBlocks } from "./said.ts";
import type { Stores } from "./stores.ts";
import type { Turn } from "./store/turns.ts";
import { describeWaiting } from "./waiting.ts";

/**
 * How a turn ended. `account`: what the CLI said of the costs, absent when it said nothing. `limitedUntil`: it failed
 * because a limit of the plan was met, which ends then.
 */
export type TurnEnd = {
  outcome: TurnResult["outcome"];
  error: string | null;
  account?: Pick<TurnResult, "spent" | "total">;
  context?: Partial<Pick<Session, "contextTokens" | "contextWindow">> | undefined;
  limitedUntil?: Date | null;
};

type Said = Pick<SendMessage, "content" | "images" | "idempotencyKey">;

/** What was said, and the turn that will answer it. */
type Asked = { message: Message; turn: Turn };

export type Transitions = ReturnType<typeof createTransitions>;

/** Every durable change of a session's state, each in one transaction with its events. No process is touched here. */
export function createTransitions(deps: {
  stores: Stores;
  events: Pick<EventLog, "write">;
  approvals: Approvals;
  notifications: Pick<Notifications, "notify" | "resolve">;
  budgets: Pick<Budgets, "warn" | "describeLimit">;
  /** Whether new sessions go on by themselves when a limit of the plan ends. */
  resumesAtReset: boolean;
}) {
  const { stores, events, approvals, notifications } = deps;

  function changeSession(id: string, change: Partial<Omit<Session, "id">>, actor: Actor): Session {
    return events.write((append) => {
      const session = stores.sessions.update(id, change);
      append({ kind: "session.updated", subject: `session:${id}`, actor });
      return session;
    });
  }

  function addUserMessage(sessionId: string, { idempotencyKey, ...said }: Said, actor: Actor): Asked {
    return events.write((append) => {
      const message = stores.messages.insert({
        sessionId,
        role: "user",
        content: toBlocks(said),
        state: "done",
      });
      const turn = stores.turns.insert({ sessionId, messageId: message.id, idempotencyKey, actor });
      append({
        kind: "message.created",
        subject: `session:${sessionId}`,
        actor,
        after: { messageId: message.id },
      });
      return { message, turn };
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

  /** Writes down for the turn what a result says of the costs. Returns what the session has of it. */
  function charge({ number, sessionId }: Turn, account: TurnEnd["account"]): Partial<Session> {
    const session = stores.sessions.find(sessionId);
    const turn = stores.turns.find(number);
    if (!account || !session || !turn) return {};
    const known = () => stores.usage.spentOf(sessionId);
    const settled = settleAccount({ session, turn, result: account, known });
    deps.budgets.warn({ ...session, ...settled.session }, settled.addedUsd, new Date());
    stores.turns.setStatus(number, turn.status, settled.turn);
    return settled.session;
  }

  const notifyOfWaiting = (session: Session, parked: ToolCall & { id: string }): void =>
    notify(session, { kind: "agent_waiting", ...describeWaiting(parked) });

  /** The person has seen to the session. */
  const resolveNotification = (sessionId: string, actor: Actor): void =>
    notifications.resolve(keyOf(sessionId), actor);

  return {
    changeSession,

    notify,
    resolveNotification,
    notifyOfWaiting,

    /** A sub-agent's call waits for a person. The turn runs on: the CLI waits with it. */
    hold: (sessionId: string, call: ToolCall): Approval =>
      events.write(() => {
        const approval = approvals.hold(sessionId, call);
        notifyOfWaiting(changeSession(sessionId, { status: "waiting" }, `session:${sessionId}`), approval);
        return approval;
      }),

    /** A session and its first turn, both queued. */
    create(
      given: Pick<Session, "title" | "prompt" | "taskId" | "cwd" | "model" | "permissionMode"> &
        Partial<Session>,
      first: Omit<Said, "content">,
      actor: Actor,
      /** What else belongs to its beginning. */
      also: (sessionId: string) => void = () => undefined,
    ): Session {
      return events.write((append) => {
        const session = stores.sessions.insert({
          ...blankSession(actor),
          resumesAtReset: deps.resumesAtReset,
          ...given,
        });
        also(session.id);
        append({ kind: "session.created", subject: `session:${session.id}`, actor });
        addUserMessage(session.id, { ...first, content: given.prompt }, actor);
        return session;
      });
    },

    /** A further turn behind those that the session has. */
    addTurn: (session: Session, said: Said, actor: Actor): Asked =>
      events.write(() => {
        const asked = addUserMessage(session.id, said, actor);
        resolveNotification(session.id, actor);
        const isBusy = session.status === "running" || session.status === "waiting";
        changeSession(session.id, { archivedAt: null, ...(isBusy ? {} : { status: "queued" }) }, actor);
        return asked;
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
        changeSession(sessionId, { status: "running", error: null, limitedUntil: null }, actor);
      }),

    /** A turn that had ended runs again. */
    goOn: ({ number, sessionId }: Turn): void =>
      events.write(() => {
        stores.turns.setStatus(number, "running", { endedAt: null });
        changeSession(sessionId, { status: "running", error: null }, `session:${sessionId}`);
      }),

    /** The CLI says it again at each turn; only news is written down. */
    noteInit(
      sessionId: string,
      said: Pick<Session, "claudeSessionId" | "model"> & Partial<Pick<Session, "mcpServers">>,
    ): void {
      const session = stores.sessions.find(sessionId);
      if (session && Bun.deepEquals(session, { ...session, ...said })) return;
      changeSession(sessionId, said, `session:${sessionId}`);
    },

    /** What a process took for a turn before it came to it. */
    noteCosts: (turn: Turn, account: TurnEnd["account"]): void =>
      events.write(() => {
        const totals = charge(turn, account);
        changeSession(turn.sessionId, totals, `session:${turn.sessionId}`);
      }),

    end: (turn: Turn, { outcome, error, account, context, limitedUntil }: TurnEnd): void =>
      events.write(() => {
        const { sessionId } = turn;
        const actor: Actor = `session:${sessionId}`;
        const totals = { ...charge(turn, account), ...context };
        if (outcome === "deferred") {
          // The person may have answered before the CLI had parked the call: then the turn goes on at once.
          const parked = stores.approvals.findParked(sessionId);
          if (parked?.status !== "pending") {
            stores.turns.setStatus(turn.number, "queued");
            changeSession(sessionId, { status: "queued", ...totals }, actor);
            return;
          }
          stores.turns.setStatus(turn.number, "waiting");
          notifyOfWaiting(changeSession(sessionId, { status: "waiting", ...totals }, actor), parked);
          return;
        }
        approvals.close(sessionId, actor);
        if (limitedUntil) {
          stores.turns.setStatus(turn.number, "waiting");
          const session = changeSession(sessionId, { status: "waiting", limitedUntil, ...totals }, actor);
          notify(session, { kind: "agent_waiting", body: deps.budgets.describeLimit(limitedUntil) });
          return;
        }
        const ended = outcome === "lost" ? "failed" : outcome;
        stores.turns.setStatus(turn.number, ended, { endedAt: new Date() });
        const next = stores.turns.first(sessionId, ["queued"]);
        const session = changeSession(
          sessionId,
          { status: next ? "queued" : ended, error, ...totals },
          actor,
        );
        if (!next) notifyOfEnd(session, outcome);
      }),

    /** Takes back what does not run: queued turns, and a turn that waits for a person. */
    cancelWaiting: (sessionId: string, actor: Actor, isMeant: (turn: Turn) => boolean = () => true): void =>
      events.write(() => {
        resolveNotification(sessionId, actor);
        const cancelled = stores.turns.ofSession(sessionId, ["queued", "waiting"]).filter(isMeant);
        if (cancelled.length === 0) return;
        for (const { number } of cancelled)
          stores.turns.setStatus(number, "interrupted", { endedAt: new Date() });
        const isRunning = stores.turns.first(sessionId, ["running"]) !== undefined;
        if (!isRunning) approvals.withdrawParked(sessionId, actor);
        const status = stores.turns.first(sessionId, ["queued"]) ? "queued" : "interrupted";
        changeSession(sessionId, isRunning ? {} : { status, limitedUntil: null }, actor);
      }),

    /** With another conversation of the CLI's from the next process on; null: the CLI no longer knows it, so a new one. */
    goOnWith: (sessionId: string, claudeSessionId: string | null): void =>
      void changeSession(sessionId, { claudeSessionId }, `session:${sessionId}`),

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
        const { approval, rule } = approvals.answer(given, actor);
        const { sessionId } = approval;
        if (rule !== null) {
          const rules = new Set([...stores.sessions.allowedTools(sessionId), rule]);
          stores.sessions.setAllowedTools(sessionId, [...rules]);
        }
        const mode = stores.sessions.find(sessionId)?.permissionMode ?? "default";
        const permissionMode = modeAfter(given, approval, mode);
        if (permissionMode !== mode) changeSession(sessionId, { permissionMode }, actor);
        const parked = stores.turns.first(sessionId, ["waiting"]);
        if (parked) {
          stores.turns.setStatus(parked.number, "queued");
          changeSession(sessionId, { status: "queued" }, actor);
        }
        const [next] = stores.approvals.pending(sessionId);
        const session = stores.sessions.find(sessionId);
        if (next && session) notifyOfWaiting(session, next);
        else {
          resolveNotification(sessionId, actor);
          // A sub-agent's call did not end the turn.
          if (session?.status === "waiting") changeSession(sessionId, { status: "running" }, actor);
        }
        return approval;
      }),
  };
}
