import { expect, test } from "bun:test";
import { startMessagesApi, text } from "../support/messages-api.ts";
import { startPorter } from "../support/server.ts";
import { startTalk } from "../support/talk.ts";

/** It went to the process that was being ended, and was interrupted with it. */
test("a message that comes while the session's process is let go is answered by the next process", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api });
  api.when("Are you there?", () => text("Yes."));
  api.when("And now?", () => text("Still."));
  const talk = await startTalk(porter);
  const [, said] = await Promise.all([
    porter.client.agents.setTold.mutate({ id: talk.id, instructions: "Be brief." }),
    talk.say("And now?"),
  ]);
  const { session, messages } = await talk.turn(said, "completed", "failed", "interrupted");
  expect(session).toMatchObject({ status: "completed", error: null });
  expect(messages.at(-1)).toMatchObject({ role: "assistant", content: [{ text: "Still." }] });
});
