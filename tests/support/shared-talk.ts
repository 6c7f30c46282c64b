import { afterAll } from "bun:test";
import { startMessagesApi } from "./messages-api.ts";
import { startPorter } from "./server.ts";
import { startTalk } from "./talk.ts";
import type { StartSession } from "../../shared/session.ts";

/** A server on a scripted Messages API and a live session, for all tests of the file that calls this. */
export async function shareTalk({
  config = "",
  start = {},
}: { config?: string; start?: Partial<StartSession> } = {}) {
  const shared = new AsyncDisposableStack();
  afterAll(() => shared.disposeAsync());
  const api = shared.use(startMessagesApi());
  const porter = shared.use(await startPorter({ api, config }));
  const talk = shared.use(await startTalk(porter, start));
  return { api, porter, talk };
}
