import { agentsRouter } from "./agents/router.ts";
import { authRouter } from "./auth.ts";
import { calendarRouter } from "./calendar.ts";
import { channelsRouter } from "./channels.ts";
import { commentsRouter } from "./comments.ts";
import { deliveriesRouter } from "./deliveries.ts";
import { eventsRouter } from "./events.ts";
import { router } from "./init.ts";
import { integrationsRouter } from "./integrations.ts";
import { notificationsRouter } from "./notifications.ts";
import { searchRouter } from "./search.ts";
import { systemRouter } from "./system.ts";
import { tasksRouter } from "./tasks.ts";
import { tokensRouter } from "./tokens.ts";
import { viewsRouter } from "./views.ts";

export const appRouter = router({
  agents: agentsRouter,
  auth: authRouter,
  calendar: calendarRouter,
  channels: channelsRouter,
  comments: commentsRouter,
  deliveries: deliveriesRouter,
  events: eventsRouter,
  integrations: integrationsRouter,
  notifications: notificationsRouter,
  search: searchRouter,
  system: systemRouter,
  tasks: tasksRouter,
  tokens: tokensRouter,
  views: viewsRouter,
});

export type AppRouter = typeof appRouter;
