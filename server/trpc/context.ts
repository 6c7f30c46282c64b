import type { Agents } from "../agents/service.ts";
import type { Auth } from "../auth/service.ts";
import type { Principal } from "../auth/principal.ts";
import type { Feed } from "./feed.ts";
import type { Notifications } from "../notifications/service.ts";
import type { System } from "../system/service.ts";
import type { Tasks } from "../tasks/service.ts";

/** The services that procedures call; made once, in `main`. */
export type Services = {
  agents: Agents;
  auth: Auth;
  feed: Feed;
  notifications: Notifications;
  system: System;
  tasks: Tasks;
};

export type Context = Services & {
  principal: Principal | undefined;
  /** The request carries a Bearer token, good or not. */
  offered: boolean;
};
