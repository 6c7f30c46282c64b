/** `porter/client`: Porter for scripts, under Bun and Node. */
export { createPorterClient, type PorterClient, type PorterClientOptions } from "./client.ts";
export { AgentStopped, streamAnswer } from "./answer.ts";
export { porterErrorOf, type ErrorCode, type PorterErrorShape } from "../../shared/errors.ts";
export type { Actor } from "../../shared/actor.ts";
export type { Approval } from "../../shared/approval.ts";
export type { AgentEvent, FeedEvent, NotificationChange, StreamSignal } from "../../shared/feed.ts";
export type { Block, Delta, Message } from "../../shared/message.ts";
export type { Notification } from "../../shared/notification.ts";
export type { Session } from "../../shared/session.ts";
export type { Task, TaskChange } from "../../shared/task.ts";
