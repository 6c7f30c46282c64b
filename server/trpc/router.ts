import { agentsRouter } from "./agents.ts";
import { authRouter } from "./auth.ts";
import { eventsRouter } from "./events.ts";
import { integrationsRouter } from "./integrations.ts";
import { router } from "./init.ts";
import { notificationsRouter } from "./notifications.ts";
import { systemRouter } from "./system.ts";
import { tasksRouter } from "./tasks.ts";

export const appRouter = router({
  agents: agentsRouter,
  auth: authRouter,
  events: eventsRouter,
  integrations: integrationsRouter,
  notifications: notificationsRouter,
  system: systemRouter,
  tasks: tasksRouter,
});

export type AppRouter = typeof appRouter;
