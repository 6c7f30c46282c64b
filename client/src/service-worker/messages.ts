import type { PushPayload } from "../../../shared/notification.ts";

/** From the worker to a page: what has come while it was in front; where a pressed notification leads. */
export type WorkerMessage = { type: "arrived"; notification: PushPayload } | { type: "open"; link: string };

/** From a page to the worker. `holds` is answered on the message's port: whether this file is in its shell. */
export type PageMessage = { type: "take over" } | { type: "holds"; path: string };
