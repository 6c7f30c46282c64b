import { expect, test } from "bun:test";
import { makeFakeClaude } from "../support/fake-claude.ts";
import { scratchDir, startPorter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

// The call that was being written when an earlier one was answered stood in the conversation twice.
test("an answer goes on when one of its calls is answered before it is whole", async () => {
  using folder = scratchDir("fake");
  await using porter = await startPorter({
    config: `[agents]\ncommand = ${JSON.stringify(makeFakeClaude(folder.path))}`,
    env: { CLAUDE_FAKE: "amid" },
  });
  const { id } = await porter.client.agents.start.mutate({ prompt: "Look" });
  using watch = watchSession(porter.client, id);
  await watch.untilStatus("completed");
  const { messages } = await porter.client.agents.get.query({ id });
  expect(messages.map(({ role, content }) => [role, content])).toMatchObject([
    ["user", [{ type: "text" }]],
    [
      "assistant",
      [
        { type: "tool_use", id: "one", input: { at: "one" } },
        { type: "tool_use", id: "two", input: { at: "two" } },
      ],
    ],
    ["tool", [{ type: "tool_result", text: "Seen." }]],
  ]);
});
