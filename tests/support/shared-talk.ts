import { afterAll } from "bun:test";
import { startMessagesApi } from "./messages-api.ts";
import { startPorter } from "./server.ts";
import { startTalk } from "./talk.ts";

/** A server on a scripted Messages API and a live session, for all tests of the file that calls this. */
export async function shareTalk() {
  const shared = new AsyncDisposableStack();
  afterAll(() => shared.disposeAsync());
  const api = shared.use(startMessagesApi());
  const porter = shared.use(await startPorter({ api }));
  const talk = shared.use(await startTalk(porter));
  return { api, porter, talk };
}
