import { z } from "zod";
import type { PorterClient } from "../../client/sdk/client.ts";
import { AskOwner, NotifyOwner, StartAgent } from "../../shared/agent-tools.ts";
import { SessionStatus } from "../../shared/session.ts";
import { ToolError } from "../explain.ts";
import type { Toolbox } from "../toolbox.ts";
import { findTask, LOOK_IT_UP, TaskRef } from "./find-task.ts";

const NOT_AN_AGENT = "Only agents and named tokens can do this.";

export function register(tools: Toolbox, client: PorterClient): void {
  tools.add({
    name: "ask_owner",
    title: "Ask the owner",
    description:
      "Asks the owner a question and waits for the answer, which may take days. Ask one thing, and only what you cannot find out.",
    kind: { readOnly: true },
    input: AskOwner.extend({
      // Porter puts it in when the owner has answered (server/agents/ask-owner.ts); what an agent says is overwritten.
      answers: z.record(z.string(), z.string()).optional().describe("Leave it out"),
    }),
    output: z.object({ answer: z.string() }),
    run: ({ question, answers }) => {
      const answer = answers?.[question];
      return answer === undefined
        ? Promise.reject(new ToolError(`The question did not reach the owner. ${NOT_AN_AGENT}`))
        : Promise.resolve({ answer });
    },
  });

  tools.add({
    name: "notify_owner",
    title: "Tell the owner",
    description:
      "Sends the owner a notification, also to their phone: for what they want to know before you have finished. A few an hour at most. That you have finished, Porter tells them itself.",
    kind: { readOnly: false },
    input: NotifyOwner,
    output: z.object({ notification_id: z.string() }),
    hints: { INVALID: NOT_AN_AGENT, RATE_LIMITED: "Go on without." },
    run: async (input) => ({ notification_id: (await client.agents.notifyOwner.mutate(input)).id }),
  });

  tools.add({
    name: "start_agent",
    title: "Start an agent",
    description:
      "Starts another agent in your folder, on a share of your budget, where the owner allows it. It does not report back to you: let it write into a task or a file.",
    kind: { readOnly: false },
    input: StartAgent.pick({ prompt: true }).extend({ task_id: TaskRef.optional() }),
    output: z.object({ session: z.object({ id: z.string(), status: SessionStatus }) }),
    hints: { INVALID: NOT_AN_AGENT, NOT_FOUND: LOOK_IT_UP, FORBIDDEN: "Do the work yourself." },
    run: async ({ prompt, task_id }) => {
      const task = task_id === undefined ? undefined : await findTask(client, task_id);
      const { id, status } = await client.agents.startAgent.mutate({ prompt, taskId: task?.id });
      return { session: { id, status } };
    },
  });
}
