import type { AgentServices } from "../agents/room.ts";
import type { Auth } from "../auth/service.ts";
import type { Tokens } from "../auth/tokens.ts";
import type { Principal } from "../auth/principal.ts";
import type { Calendars } from "../calendar/service.ts";
import type { Channels } from "../channels/service.ts";
import type { Feed } from "./feed.ts";
import type { SignInFrom } from "../integrations/oauth/sign-ins.ts";
import type { Integrations } from "../integrations/service.ts";
import type { WebhookRoom } from "../integrations/webhooks/room.ts";
import type { Metrics } from "../system/metrics.ts";
import type { Notifications } from "../notifications/service.ts";
import type { SearchService } from "../search/service.ts";
import type { System } from "../system/service.ts";
import type { Comments } from "../tasks/comments.ts";
import type { Tasks } from "../tasks/service.ts";
import type { Views } from "../views/service.ts";

/** The services that procedures call; made once, in `main`. */
export type Services = AgentServices & {
  auth: Auth;
  calendars: Calendars;
  channels: Channels;
  comments: Comments;
  deliveries: WebhookRoom["deliveries"];
  feed: Feed;
  integrations: Integrations;
  metrics: Metrics;
  notifications: Notifications;
  search: SearchService;
  system: System;
  tasks: Tasks;
  tokens: Tokens;
  views: Views;
  webhookSecrets: WebhookRoom["secrets"];
};

export type Context = Services & {
  principal: Principal | undefined;
  /** The request carries a Bearer token, good or not. */
  offered: boolean;
  /** What a sign-in that begins with this call is bound to. The browser gets a cookie that proves it. */
  beginSignIn: () => SignInFrom;
  /** Is given what a subscription tells, and the procedure's path. What it gives back, tRPC writes. */
  receive: (stream: AsyncIterable<unknown>, path: string) => AsyncIterable<unknown>;
};
