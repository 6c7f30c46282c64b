import type { AgentTools } from "../agents/agent-tools.ts";
import type { Changes } from "../agents/changes.ts";
import type { ApprovalInbox } from "../agents/inbox.ts";
import type { History } from "../agents/history.ts";
import type { Drafts } from "../agents/drafts.ts";
import type { FolderFiles } from "../agents/folder-files.ts";
import type { Profiles } from "../agents/profiles.ts";
import type { Queue } from "../agents/queue.ts";
import type { McpControl } from "../agents/mcp-control.ts";
import type { Memory } from "../agents/memory.ts";
import type { Agents } from "../agents/service.ts";
import type { ToldService } from "../agents/told.ts";
import type { Usage } from "../agents/usage.ts";
import type { WorkingFolders } from "../agents/working-folders.ts";
import type { Steer } from "../agents/steering.ts";
import type { Auth } from "../auth/service.ts";
import type { Principal } from "../auth/principal.ts";
import type { Calendars } from "../calendar/service.ts";
import type { Channels } from "../channels/service.ts";
import type { Feed } from "./feed.ts";
import type { SignInFrom } from "../integrations/oauth/sign-ins.ts";
import type { Integrations } from "../integrations/service.ts";
import type { WebhookRoom } from "../integrations/webhooks/room.ts";
import type { Notifications } from "../notifications/service.ts";
import type { SearchService } from "../search/service.ts";
import type { System } from "../system/service.ts";
import type { Comments } from "../tasks/comments.ts";
import type { Tasks } from "../tasks/service.ts";
import type { Views } from "../views/service.ts";

/** The services that procedures call; made once, in `main`. */
export type Services = {
  agents: Agents;
  agentMemory: Memory;
  agentTools: AgentTools;
  mcpControl: McpControl;
  approvals: ApprovalInbox;
  auth: Auth;
  calendars: Calendars;
  changes: Changes;
  channels: Channels;
  comments: Comments;
  deliveries: WebhookRoom["deliveries"];
  drafts: Drafts;
  feed: Feed;
  folderFiles: FolderFiles;
  folders: WorkingFolders;
  history: History;
  integrations: Integrations;
  notifications: Notifications;
  profiles: Profiles;
  queue: Queue;
  search: SearchService;
  steer: Steer;
  system: System;
  tasks: Tasks;
  told: ToldService;
  usage: Usage;
  views: Views;
  webhookSecrets: WebhookRoom["secrets"];
};

export type Context = Services & {
  principal: Principal | undefined;
  /** The request carries a Bearer token, good or not. */
  offered: boolean;
  /** What a sign-in that begins with this call is bound to. The browser gets a cookie that proves it. */
  beginSignIn: () => SignInFrom;
};
