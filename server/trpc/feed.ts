import type { CalendarChange } from "../../shared/calendar.ts";
import type { DeliveryChange } from "../../shared/delivery.ts";
import type { AgentEvent, FeedEvent, NotificationChange, StreamSignal, Topic } from "../../shared/feed.ts";
import type { IntegrationChange } from "../../shared/integration.ts";
import type { Message } from "../../shared/message.ts";
import type { TaskChange } from "../../shared/task.ts";
import type { Drafts } from "../agents/drafts.ts";
import type { Profiles } from "../agents/profiles.ts";
import type { Agents } from "../agents/service.ts";
import type { AgentLive } from "../agents/live.ts";
import type { Usage } from "../agents/usage.ts";
import type { Tokens } from "../auth/tokens.ts";
import type { Calendars } from "../calendar/service.ts";
import type { EventFilter, EventLog, LogEvent } from "../events/log.ts";
import type { Integrations } from "../integrations/service.ts";
import type { WebhookRoom } from "../integrations/webhooks/room.ts";
import type { Notifications } from "../notifications/service.ts";
import type { Comments } from "../tasks/comments.ts";
import type { Tasks } from "../tasks/service.ts";
import type { Views } from "../views/service.ts";
import { describeOnce } from "./describe-once.ts";

type Cursor = { lastEventId?: string | null | undefined } | undefined;
type Tracked<T> = { id: string; change: T };

/** The first words of the event kinds that a topic is made of. */
const FAMILIES: Record<Topic, string[]> = {
  tasks: ["task"],
  comments: ["comment"],
  agents: ["session", "message", "approval", "draft"],
  notifications: ["notification"],
  views: ["view"],
  integrations: ["integration"],
  deliveries: ["delivery"],
  calendar: ["calendar"],
  limits: ["limit"],
  profiles: ["profile"],
  tokens: ["token"],
};

export type Feed = ReturnType<typeof createFeed>;

/** Turns the log into what subscriptions yield: one place where events, live deltas and snapshots come together. */
export function createFeed(deps: {
  events: EventLog<AgentLive>;
  tasks: Tasks;
  comments: Comments;
  agents: Agents;
  drafts: Pick<Drafts, "describe">;
  profiles: Pick<Profiles, "describe">;
  tokens: Pick<Tokens, "describe">;
  notifications: Notifications;
  views: Views;
  integrations: Pick<Integrations, "describe">;
  deliveries: Pick<WebhookRoom["deliveries"], "describe">;
  calendars: Pick<Calendars, "describe">;
  usage: Pick<Usage, "describe">;
  /** Ends every stream when the server stops. */
  stopping: AbortSignal;
}) {
  const {
    events,
    tasks,
    comments,
    agents,
    drafts,
    notifications,
    views,
    integrations,
    deliveries,
    calendars,
    usage,
    stopping,
  } = deps;

  /**
   * `describe` gives an event its meaning (undefined: not for this reader). `unfinished` are the messages that are
   * being written: a reader gets them as they stand, then the deltas; a delta that a message already holds is told
   * by its offset.
   */
  async function* follow<T>(options: {
    cursor: Cursor;
    filter: EventFilter;
    signal: AbortSignal | undefined;
    describe: (event: LogEvent) => T | undefined;
    onLive?: (value: AgentLive) => T;
    unfinished?: () => T[];
    onSignal: (signal: StreamSignal) => T;
  }): AsyncGenerator<Tracked<T>> {
    const after = options.cursor?.lastEventId ? Number(options.cursor.lastEventId) : undefined;
    const signal = options.signal ? AbortSignal.any([options.signal, stopping]) : stopping;
    for await (const entry of events.follow({ after, filter: options.filter, signal })) {
      const id = String(entry.id);
      if (entry.type === "event") {
        const change = options.describe(entry.event);
        if (change !== undefined) yield { id, change };
      } else if (entry.type === "live") {
        if (options.onLive) yield { id, change: options.onLive(entry.value) };
      } else {
        yield { id, change: options.onSignal({ type: entry.type }) };
        for (const change of options.unfinished?.() ?? []) yield { id, change };
      }
    }
  }

  /** The subscription to one topic alone. */
  const changesOf =
    <T>(topic: Topic, describe: (event: LogEvent) => T | undefined) =>
    (cursor: Cursor, signal: AbortSignal | undefined) =>
      follow<T | StreamSignal>({
        cursor,
        signal,
        filter: { families: FAMILIES[topic] },
        describe,
        onSignal: (change) => change,
      });

  const describeTask = describeOnce(tasks.describe);
  const describeTaskTopic = describeOnce((event: LogEvent): FeedEvent | undefined => {
    const change = describeTask(event);
    return change && { topic: "tasks", change };
  });
  const asAgentTopic = (change: AgentEvent): FeedEvent => ({ topic: "agents", change });
  const liveTopic = describeOnce((change: AgentLive) => asAgentTopic(change));
  const asMessageEvent = (message: Message): AgentEvent => ({ type: "message", message });

  return {
    tasks: changesOf<TaskChange>("tasks", describeTask),
    notifications: changesOf<NotificationChange>("notifications", notifications.describe),
    integrations: changesOf<IntegrationChange>("integrations", integrations.describe),
    deliveries: changesOf<DeliveryChange>("deliveries", deliveries.describe),
    calendar: changesOf<CalendarChange>("calendar", calendars.describe),

    /** @throws PorterError NOT_FOUND */
    session: (input: { id: string } & NonNullable<Cursor>, signal: AbortSignal | undefined) => {
      agents.get(input.id);
      return follow<AgentEvent | StreamSignal>({
        cursor: input,
        signal,
        filter: { families: FAMILIES.agents, subject: `session:${input.id}` },
        describe: agents.describe,
        onLive: (change) => change,
        unfinished: () => agents.unfinished(input.id).map(asMessageEvent),
        onSignal: (change) => change,
      });
    },

    topics: (input: { topics: Topic[] } & NonNullable<Cursor>, signal: AbortSignal | undefined) => {
      const agentsWanted = input.topics.includes("agents");
      return follow<FeedEvent>({
        cursor: input,
        signal,
        filter: { families: input.topics.flatMap((topic) => FAMILIES[topic]) },
        describe: (event) => {
          const task = describeTaskTopic(event);
          if (task) return task;
          const comment = comments.describe(event);
          if (comment) return { topic: "comments", change: comment };
          const view = views.describe(event);
          if (view) return { topic: "views", change: view };
          const notification = notifications.describe(event);
          if (notification) return { topic: "notifications", change: notification };
          const integration = integrations.describe(event);
          if (integration) return { topic: "integrations", change: integration };
          const delivery = deliveries.describe(event);
          if (delivery) return { topic: "deliveries", change: delivery };
          const calendar = calendars.describe(event);
          if (calendar) return { topic: "calendar", change: calendar };
          const limits = usage.describe(event);
          if (limits) return { topic: "limits", change: limits };
          const profile = deps.profiles.describe(event);
          if (profile) return { topic: "profiles", change: profile };
          const token = deps.tokens.describe(event);
          if (token) return { topic: "tokens", change: token };
          const agent = agents.describe(event) ?? drafts.describe(event);
          return agent && asAgentTopic(agent);
        },
        onLive: liveTopic,
        unfinished: () =>
          agentsWanted ? agents.unfinished().map((message) => asAgentTopic(asMessageEvent(message))) : [],
        onSignal: (change) => ({ topic: "stream", change }),
      });
    },
  };
}
