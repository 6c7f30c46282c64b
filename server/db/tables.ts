/** The whole schema, as migrations are generated from it. Stores import the file of their own tables. */
export { credentials } from "./tables/auth.ts";
export { approvals, messages, processes, sessions, turns } from "./tables/agents.ts";
export { events } from "./tables/events.ts";
export { notifications } from "./tables/notifications.ts";
export { tasks } from "./tables/tasks.ts";
