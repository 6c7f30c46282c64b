import { pause, text, thinking, toolUse, apiError, type MessagesApi } from "../support/messages-api.ts";
import type { Porter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

const ARTICLE = `## What I found

The fence has **three weak posts** and one that is *gone*. See [the notes](https://example.net/notes) or run \`make fence\`.

| Post | Wood | State |
| ---- | :--: | ----: |
| 1 | Larch | good |
| 2 | Hazel, split along its whole length and held by wire | bad |

1. Dig out the old post
   - mind the roots
   - [x] measure
   - [ ] order
2. Set the new one

> Larch lasts longer than hazel.

\`\`\`ts
export function depth(post: Post): number {
  return post.height * 0.3; // a third of it stands in the ground, in metres, whatever the wood and whoever set it
}
\`\`\`

---

That is all.`;

const QUESTION = {
  question: "Which wood shall it be?",
  header: "Fence",
  multiSelect: false,
  options: [
    { label: "Larch", description: "Lasts fifteen years" },
    { label: "Hazel", description: "Grows behind the house" },
  ],
};
const LONG =
  "Ask the neighbours whether the hedge between the two gardens may be cut back before the birds come";

/** Tasks in every state that a row, a card or the panel can show. Returns the one that has most on it. */
export async function fillTasks(porter: Porter) {
  const { tasks, comments, views } = porter.client;
  const day = 24 * 60 * 60_000;
  const rent = await tasks.create.mutate({
    title: "Pay the rent",
    priority: "urgent",
    tags: ["home", "money"],
    dueAt: new Date(Date.now() - 2 * day),
    recurrence: "FREQ=MONTHLY;BYMONTHDAY=1",
  });
  await tasks.create.mutate({ title: LONG, priority: "high", tags: ["garden"], dueAt: new Date() });
  await tasks.create.mutate({
    title: "Mend the fence",
    status: "in_progress",
    dueAt: new Date(Date.now() + day),
  });
  await tasks.create.mutate({ title: "Sweep the chimney", status: "done" });
  await tasks.create.mutate({ title: "Sell the boat", status: "cancelled", priority: "low" });
  await tasks.create.mutate({ title: "Look up the account", parentId: rent.id, status: "done" });
  await tasks.create.mutate({ title: "Ask for a receipt", parentId: rent.id, priority: "low" });
  await comments.add.mutate({ taskId: rent.id, text: "Before the **first**.\n\n- by transfer\n- `F12`" });
  await views.create.mutate({ name: "At home", path: "/tasks?tag=home" });
  return rent;
}

/** A Porter with something in every state that a page can show. The agent that is at work stays at it. */
export async function fillHouse(api: MessagesApi, porter: Porter) {
  const { agents } = porter.client;
  const rent = await fillTasks(porter);

  const lines = Array.from(
    { length: 200 },
    (_, line) => `${line + 1} ${"wood ".repeat(1 + (line % 30))}`,
  ).join("\n");
  api.when("ARTICLE", [
    [
      thinking("I should look at every post."),
      toolUse("mcp__porter__update_task", { id: rent.id, description: "By transfer, to the usual account." }),
    ],
    [
      toolUse("Bash", { command: `printf '%s' '${lines}'` }),
      toolUse("Read", { file_path: "/nowhere/at/all" }),
    ],
    [text(ARTICLE)],
  ]);
  api.when("COMMAND", [[text("I want to tidy up."), toolUse("Bash", { command: "rm -r ./old\nls -la" })]]);
  api.when("QUESTION", [[toolUse("AskUserQuestion", { questions: [QUESTION] })]]);
  api.when("OVERLOADED", () => apiError(529, "overloaded_error", "Overloaded"));
  api.when("AT WORK", [[text("I have begun with the first post,"), pause(api.gate()), text("and so on.")]]);

  const start = async (prompt: string, given: Partial<Parameters<typeof agents.start.mutate>[0]> = {}) => {
    const { id } = await agents.start.mutate({ prompt, ...given });
    using watch = watchSession(porter.client, id);
    await watch.until(({ session, messages }) =>
      prompt.startsWith("AT WORK")
        ? messages.length === 2
        : !["queued", "running"].includes(session?.status ?? "queued"),
    );
    return id;
  };
  const [article, command, question, failed, atWork] = await Promise.all([
    start("ARTICLE about the fence, please", { taskId: rent.id, permissionMode: "bypassPermissions" }),
    start("COMMAND the agent to tidy up the folder with everything that is old in it"),
    start("QUESTION about the wood"),
    start("OVERLOADED is what the service is"),
    start("AT WORK on the fence"),
  ]);
  await agents.send.mutate({ id: atWork, content: "And paint it when it stands." });
  return { rent: rent.id, article, command, question, failed, atWork };
}
