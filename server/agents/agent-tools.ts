import type { NotifyOwner, StartAgent } from "../../shared/agent-tools.ts";
import type { Notification } from "../../shared/notification.ts";
import type { Session } from "../../shared/session.ts";
import { actorOf, type Principal } from "../auth/principal.ts";
import type { Config } from "../config/load.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import type { Notifications } from "../notifications/service.ts";
import { limitsOf } from "./denied-tools.ts";
import type { Agents } from "./service.ts";
import type { ChildStore } from "./store/children.ts";
import type { SessionSetupStore } from "./store/session-setup.ts";
import type { Transitions } from "./transitions.ts";

const HOUR = 3_600_000;
const NOTES_PER_HOUR = 5;
const CHILDREN = 3;
/** The owner's own session is 0 deep. */
const DEEPEST = 2;

/** An agent by its session, or a named token, which has none. */
export type Asker = Exclude<Principal, { kind: "owner" }>;

/** What an agent may do to its owner and to other agents, within limits. */
export function createAgentTools(deps: {
  agents: Pick<Agents, "get" | "start">;
  children: ChildStore;
  setups: Pick<SessionSetupStore, "find" | "set">;
  transitions: Pick<Transitions, "changeSession">;
  events: Pick<EventLog, "write">;
  notifications: Pick<Notifications, "notify">;
  config: Pick<Config["agents"], "agents_may_start" | "session_budget_usd">;
  now?: () => number;
}) {
  const {
    agents,
    children,
    setups,
    transitions,
    events,
    notifications,
    config,
    now = () => performance.now(),
  } = deps;
  /** When each session and token has told the owner something within the last hour, in ms. */
  const told = new Map<string, number[]>();

  /** @throws PorterError NOT_FOUND */
  const sessionOf = (asker: Asker): Session | undefined =>
    asker.kind === "session" ? agents.get(asker.sessionId) : undefined;

  /** How many sessions lie between it and one that no agent started. */
  function depthOf(session: Session): number {
    const parent = parentIdOf(session);
    return parent === undefined ? 0 : 1 + depthOf(agents.get(parent));
  }

  /** What of the parent's budget no child has; null without one. */
  function budgetLeft(parent: Session): number | null {
    const budget = parent.budgetUsd ?? config.session_budget_usd;
    if (budget === undefined) return null;
    const given = children
      .of(`session:${parent.id}`)
      .map(({ isAlive, budgetUsd, costUsd }) => (isAlive ? Math.max(budgetUsd ?? 0, costUsd) : costUsd));
    return given.reduce((left, usd) => left - usd, budget - parent.costUsd);
  }

  return {
    /**
     * A notification in the agent's words.
     * @throws PorterError NOT_FOUND, RATE_LIMITED
     */
    notifyOwner(asker: Asker, { title, body }: NotifyOwner): Notification {
      const actor = actorOf(asker);
      const session = sessionOf(asker);
      const recent = (told.get(actor) ?? []).filter((at) => at > now() - HOUR);
      const [oldest] = recent;
      if (oldest !== undefined && recent.length >= NOTES_PER_HOUR) {
        const minutes = Math.ceil((oldest + HOUR - now()) / 60_000);
        throw new PorterError(
          "RATE_LIMITED",
          `This ${asker.kind} has told its owner ${NOTES_PER_HOUR} things within an hour. The next one can come in ${minutes} min; what can wait belongs into your answer or a comment on the task.`,
        );
      }
      for (const [other, times] of told) if ((times.at(-1) ?? 0) <= now() - HOUR) told.delete(other);
      told.set(actor, [...recent, now()]);
      const link = session ? `/agents/${session.id}` : "/notifications";
      return notifications.notify({ kind: "agent_note", title, body, link }, actor);
    },

    /**
     * A session below the agent's own: in its folder, with its model, with a share of its budget. For a token it is as
     * configured. It asks the owner as any session does, whatever the agent's own may do unasked.
     * @throws PorterError NOT_FOUND; FORBIDDEN where the owner has not allowed it, or beyond the limits
     */
    startAgent(asker: Asker, { prompt, taskId }: StartAgent): Session {
      const actor = actorOf(asker);
      const parent = sessionOf(asker);
      if (!config.agents_may_start)
        throw new PorterError(
          "FORBIDDEN",
          "The owner has not allowed agents to start agents (agents_may_start in the [agents] section of Porter's configuration).",
        );
      if (parent && depthOf(parent) >= DEEPEST)
        throw new PorterError(
          "FORBIDDEN",
          `Agents may be ${DEEPEST} deep: this one was started by an agent's agent.`,
        );
      const alive = children.of(actor).filter(({ isAlive }) => isAlive).length;
      if (alive >= CHILDREN)
        throw new PorterError(
          "FORBIDDEN",
          `${CHILDREN} agents of yours are at work. Wait until one has finished.`,
        );
      const left = parent ? budgetLeft(parent) : null;
      if (left !== null && left <= 0)
        throw new PorterError("FORBIDDEN", "Nothing is left of this session's budget.");
      return events.write(() => {
        const child = agents.start(
          {
            prompt,
            taskId,
            cwd: parent?.cwd,
            model: parent?.model ?? undefined,
            permissionMode: parent?.permissionMode === "plan" ? "plan" : "default",
          },
          actor,
        );
        if (parent) setups.set(child.id, limitsOf(setups.find(parent.id)));
        if (left === null) return child;
        return transitions.changeSession(child.id, { budgetUsd: left / (CHILDREN - alive) }, actor);
      });
    },
  };
}

function parentIdOf({ startedBy }: Session): string | undefined {
  const [kind, id] = startedBy.split(":");
  return kind === "session" ? id : undefined;
}
