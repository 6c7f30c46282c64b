import { z } from "zod";
import type { Actor } from "../../shared/actor.ts";
import { brief, doingOf, type SessionAtWork } from "../../shared/doing.ts";
import type { CalendarEvent } from "../../shared/calendar.ts";
import type { AgentEvent } from "../../shared/feed.ts";
import type { Message } from "../../shared/message.ts";
import type { ListSessions, ReadSession, SendMessage, Session, StartSession } from "../../shared/session.ts";
import type { Task } from "../../shared/task.ts";
import { shorten } from "../../shared/text.ts";
import type { Config } from "../config/load.ts";
import type { Warning } from "../config/references.ts";
import { PorterError } from "../errors.ts";
import type { LogEvent } from "../events/log.ts";
import type { Tasks } from "../tasks/service.ts";
import type { ConversationPages } from "./conversation-pages.ts";
import type { EventsAhead } from "./events-ahead.ts";
import type { Profiles } from "./profiles.ts";
import { toBlocks } from "./said.ts";
import type { SessionSetup } from "./store/session-setup.ts";
import type { Stores } from "./stores.ts";
import type { Supervisor } from "./supervisor.ts";
import type { ToolGate } from "./tool-gate.ts";
import type { Transitions } from "./transitions.ts";

const LONGEST_TITLE = 80;

const Subject = z.templateLiteral(["session:", z.uuid()]);
const MessageRef = z.object({ messageId: z.string() });
const ApprovalRef = z.object({ approvalId: z.string() });

export type Agents = ReturnType<typeof createAgents>;

export function createAgents(deps: {
  stores: Stores;
  transitions: Transitions;
  supervisor: Supervisor;
  toolGate: Pick<ToolGate, "mayRun">;
  tasks: Tasks;
  eventsAhead: EventsAhead;
  config: Config["agents"];
  profiles: Pick<Profiles, "setUp">;
  setups: { set: (sessionId: string, setup: SessionSetup) => void };
  /** What will keep agents from working. */
  warnings: Warning[];
  pages: Pick<ConversationPages, "before">;
}) {
  const { stores, transitions, supervisor, tasks, config } = deps;

  /** @throws PorterError NOT_FOUND */
  function get(id: string): Session {
    const session = stores.sessions.find(id);
    if (!session) throw new PorterError("NOT_FOUND", "There is no session with this id.");
    return session;
  }

  /** The message as it stands, also while it is being written. */
  function currentMessage(id: string): Message | undefined {
    return supervisor.unfinished().find((message) => message.id === id) ?? stores.messages.find(id);
  }

  /** The last one that is not a prompt still waiting for its turn: those stand at the end. */
  function latestMessage(id: string): Message | undefined {
    const queued = get(id).queuedMessageIds;
    return stores.messages
      .page(id, undefined, 1 + queued.length)
      .findLast((message) => !queued.includes(message.id));
  }

  /** What the first call with this key made; undefined for a new key. */
  function repeated(idempotencyKey: string | undefined) {
    return idempotencyKey === undefined ? undefined : stores.turns.findByKey(idempotencyKey);
  }

  return {
    get,

    list: (input: ListSessions) => stores.sessions.list(input),

    /** What each session at work does right now, or waits for. */
    atWork(): { items: SessionAtWork[] } {
      const items = stores.sessions.inState(["running", "waiting"]).map(({ id, status }): SessionAtWork => {
        if (status === "waiting") {
          const [pending] = stores.approvals.pending(id);
          const asks = pending && { toolName: pending.toolName, input: brief(pending.input) };
          return { sessionId: id, doing: null, asks: asks ?? null };
        }
        const latest = supervisor.unfinished(id)[0] ?? latestMessage(id);
        return { sessionId: id, doing: latest ? doingOf(latest) : null, asks: null };
      });
      return { items };
    },

    read: ({ id, before, limit }: ReadSession) => ({
      session: get(id),
      ...deps.pages.before(id, before, limit),
      approvals: stores.approvals.ofSession(id),
    }),

    /** @throws PorterError NOT_FOUND for the task or the profile, INVALID or FORBIDDEN for the folder */
    start(input: StartSession, actor: Actor): Session {
      const earlier = repeated(input.idempotencyKey);
      if (earlier) return get(earlier.sessionId);
      const task = input.taskId === undefined ? undefined : tasks.get(input.taskId);
      const given = deps.profiles.setUp(input);
      const session = transitions.create(
        {
          title: titleOf(input.prompt, task),
          prompt: input.prompt,
          taskId: task?.id ?? null,
          ...given.session,
        },
        input,
        actor,
        (sessionId) => deps.setups.set(sessionId, given.setup),
      );
      supervisor.pump();
      return get(session.id);
    },

    /** @throws PorterError NOT_FOUND; INVALID when there is neither a word nor a picture */
    send(input: SendMessage, actor: Actor): Message {
      if (toBlocks(input).length === 0)
        throw new PorterError("INVALID", "content: must not be empty without a picture");
      const earlier = repeated(input.idempotencyKey);
      const known = earlier && stores.messages.find(earlier.messageId);
      if (known) return known;
      return supervisor.add(() => transitions.addTurn(get(input.id), input, actor)).message;
    },

    /** Stops the session: the running turn, what is queued behind it, and what waits for a person. */
    async interrupt(id: string, actor: Actor): Promise<Session> {
      get(id);
      transitions.cancelWaiting(id, actor);
      await supervisor.interrupt(id);
      return get(id);
    },

    /** The session and the task that an agent works for; the events of today and tomorrow, if they concern it. */
    contextOf(sessionId: string): { session: Session; task: Task | null; events: CalendarEvent[] | null } {
      const session = get(sessionId);
      const task = session.taskId === null ? undefined : tasks.find(session.taskId);
      return { session, task: task ?? null, events: deps.eventsAhead(session, task) };
    },

    /** Whether an agent may run this action of an integration now. True for a single call is true once. */
    mayRun: deps.toolGate.mayRun,

    unfinished: supervisor.unfinished,

    warnings: deps.warnings,

    load: () => ({
      running: supervisor.runningCount(),
      queued: stores.turns.count("queued"),
      maxConcurrent: config.max_concurrent,
    }),

    /** What an event of the log means to someone who watches agents. It tells the state as it is now. */
    describe({ kind, subject, after }: LogEvent): AgentEvent | undefined {
      switch (kind) {
        case "session.created":
        case "session.updated": {
          const session = stores.sessions.find(Subject.parse(subject).slice("session:".length));
          return session && { type: "session", session };
        }
        case "message.created":
        case "message.updated": {
          const message = currentMessage(MessageRef.parse(after).messageId);
          return message && { type: "message", message };
        }
        case "message.removed":
          return {
            type: "removed",
            sessionId: Subject.parse(subject).slice("session:".length),
            ...MessageRef.parse(after),
          };
        case "approval.created":
        case "approval.updated": {
          const approval = stores.approvals.find(ApprovalRef.parse(after).approvalId);
          return approval && { type: "approval", approval };
        }
        default:
          return undefined;
      }
    },
  };
}

function titleOf(prompt: string, task: Task | undefined): string {
  if (task) return task.title;
  const [line = ""] = prompt.trim().split("\n");
  return shorten(line, LONGEST_TITLE);
}
