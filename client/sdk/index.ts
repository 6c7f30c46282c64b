/** `porter/client`: Porter for scripts, under Bun and Node. */
export { createPorterClient, type PorterClientOptions } from "./client.ts";
export type { CallOptions, PorterClient, StreamHandlers, Tracked } from "./api.ts";
export { PorterError, type PorterErrorCode } from "./error.ts";
export { AgentStopped, streamAnswer } from "./answer.ts";
export { followAnswer, type AnswerEvent } from "./follow.ts";
export { porterErrorOf, type ErrorCode, type Issue, type PorterErrorShape } from "../../shared/errors.ts";
export type { Actor } from "../../shared/actor.ts";
export type { Approval } from "../../shared/approval.ts";
export type { AgentEvent, FeedEvent, NotificationChange, StreamSignal } from "../../shared/feed.ts";
export type { Block, Delta, Message } from "../../shared/message.ts";
export type { Notification } from "../../shared/notification.ts";
export type { Session } from "../../shared/session.ts";
export type { Task, TaskChange } from "../../shared/task.ts";
