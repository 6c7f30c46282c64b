import { z } from "zod";
import type { Approval } from "./approval.ts";
import type { CalendarChange } from "./calendar.ts";
import type { CommentChange } from "./comment.ts";
import type { DeliveryChange } from "./delivery.ts";
import type { IntegrationChange } from "./integration.ts";
import type { Delta, Message } from "./message.ts";
import type { Notification } from "./notification.ts";
import type { ProfileChange } from "./profile.ts";
import type { Session } from "./session.ts";
import type { TaskChange } from "./task.ts";
import type { TokenChange } from "./token.ts";
import type { LimitsChange } from "./usage.ts";
import type { ViewChange } from "./view.ts";

export const Topic = z.enum([
  "tasks",
  "comments",
  "agents",
  "notifications",
  "views",
  "integrations",
  "deliveries",
  "calendar",
  "limits",
  "profiles",
  "tokens",
]);
export type Topic = z.infer<typeof Topic>;

/** Cursor in the event log: the id of the last event seen, in decimal. tRPC hands it back on a reconnect. */
const LastEventId = z.string().regex(/^\d{1,15}$/, "an event id is a whole number");

export const Follow = z.object({ lastEventId: LastEventId.nullish() });
export const FollowTopics = z.object({
  topics: z.array(Topic).optional(),
  lastEventId: LastEventId.nullish(),
});
export const FollowSession = z.object({ id: z.uuid(), lastEventId: LastEventId.nullish() });

/**
 * Two signals that every subscription may carry. `ready`: everything up to this id was delivered or is not asked
 * for. `resync`: the log no longer reaches back to the cursor, or the reader fell too far behind; ask again for
 * what is on the screen and go on from here.
 */
export type StreamSignal = { type: "ready" } | { type: "resync" };

export type AgentEvent =
  | { type: "message"; message: Message }
  /** A queued message was taken back before its turn began. */
  | { type: "removed"; sessionId: string; messageId: string }
  | { type: "session"; session: Session }
  | { type: "approval"; approval: Approval }
  | DraftChange
  | ContextFilled
  | Delta;

/** So many tokens are in the context window of a session whose turn runs; its end writes them down (`Session`). */
export type ContextFilled = { type: "context"; sessionId: string; tokens: number };

/** Somebody typed on: the draft of a session, or of a new one (`new`), changed in this tab. */
export type DraftChange = { type: "draft"; key: string; tab: string };

export type NotificationChange = { type: "created" | "updated"; notification: Notification };

/** What a browser tab receives on its one stream. */
export type FeedEvent =
  | { topic: "tasks"; change: TaskChange }
  | { topic: "comments"; change: CommentChange }
  | { topic: "agents"; change: AgentEvent }
  | { topic: "notifications"; change: NotificationChange }
  | { topic: "views"; change: ViewChange }
  | { topic: "integrations"; change: IntegrationChange }
  | { topic: "deliveries"; change: DeliveryChange }
  | { topic: "calendar"; change: CalendarChange }
  | { topic: "limits"; change: LimitsChange }
  | { topic: "profiles"; change: ProfileChange }
  | { topic: "tokens"; change: TokenChange }
  | { topic: "stream"; change: StreamSignal };
