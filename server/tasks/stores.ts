import type { Db } from "../db/open.ts";
import { createAlarmStore } from "./store/alarms.ts";
import { createCommentStore } from "./store/comments.ts";
import { createTaskStore } from "./store/tasks.ts";

export type Stores = ReturnType<typeof createStores>;

export function createStores(db: Db) {
  return { alarms: createAlarmStore(db), comments: createCommentStore(db), tasks: createTaskStore(db) };
}
