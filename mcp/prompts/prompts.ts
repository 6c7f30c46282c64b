import { completable } from "@modelcontextprotocol/sdk/server/completable.js";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { PromptMessage } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import type { PorterClient } from "../../client/sdk/client.ts";
import { Id } from "../../shared/ids.ts";
import { Tag, TaskStatus } from "../../shared/task.ts";
import { completeStatus, completeTag, findSessions, findTasks } from "../completions.ts";
import { readSession, readTask, type Page } from "../resources/resources.ts";
import { askInWords } from "../rpc-error.ts";
import { findTask, TaskRef } from "../tools/find-task.ts";
import { readDay, readInbox } from "./material.ts";

/** The first word: behind it stands what people know it by, as the completions have it. */
const firstWord = (text: string): string => text.trim().split(/\s/, 1)[0] ?? "";

/** What a person asks of their Claude again and again, with what it needs to know. */
export function registerPrompts(server: McpServer, client: PorterClient): void {
  const task = completable(z.string().describe("Its number or id"), async (typed) =>
    (await findTasks(client, typed)).map(({ number, title }) => `${number} ${title}`),
  );
  const session = completable(z.string().describe("Its id"), async (typed) =>
    (await findSessions(client, typed)).map(({ id, title }) => `${id} ${title}`),
  );
  const status = completable(
    z.string().optional().describe('Which tasks, by their status; "todo" when left out'),
    completeStatus,
  );
  const tag = completable(z.string().optional().describe("Tasks with this tag alone"), (typed) =>
    completeTag(client, typed),
  );

  server.registerPrompt(
    "work_on_task",
    {
      title: "Work on a task",
      description: "Do a task of Porter's from its beginning to its end.",
      argsSchema: { task },
    },
    ({ task }) =>
      ask(async () => {
        const found = await findTask(client, TaskRef.parse(firstWord(task)));
        const words = `Work on task #${found.number} of Porter's, which follows. Set it to in_progress, do what it says, add a comment with what you did and what is left, and set it to done when it is. Ask me where it leaves open what I want.`;
        return [say(words), attach(await readTask(client, found))];
      }),
  );

  server.registerPrompt(
    "plan_day",
    {
      title: "Plan my day",
      description: "Today's plan from the tasks and the calendar.",
      argsSchema: { tag },
    },
    ({ tag }) =>
      ask(async () => {
        const words =
          "Plan my day. What follows is from Porter: my open tasks that are due by the end of today or under way, and the events of today. Give me an order with times that fits around the events, say what does not fit and what could wait, and change no task before I agree.";
        return [say(words), say(await readDay(client, tag && Tag.parse(tag)))];
      }),
  );

  server.registerPrompt(
    "triage_inbox",
    {
      title: "Triage the inbox",
      description: "Go through the notifications and the tasks that nobody has put in order yet.",
      argsSchema: { status, tag },
    },
    ({ status, tag }) =>
      ask(async () => {
        const words =
          "Help me through my inbox. What follows is from Porter: the notifications that I have not put away, and my newest tasks without a date. Propose for each task a priority, tags and a date, which ones belong together and which I can drop, and say which notifications need me. Change a task when I have agreed.";
        const given = { status: TaskStatus.parse(status ?? "todo"), tag: tag && Tag.parse(tag) };
        return [say(words), say(await readInbox(client, given))];
      }),
  );

  server.registerPrompt(
    "summarize_session",
    {
      title: "Sum up a session",
      description: "What an agent's session did, decided and left open.",
      argsSchema: { session },
    },
    ({ session }) =>
      ask(async () => {
        const words =
          "Sum up this session of an agent: what it was asked, what it did and changed, what it decided and why, what failed, and what is left to do. The end of its conversation follows.";
        return [say(words), attach(await readSession(client, Id.parse(firstWord(session))))];
      }),
  );
}

const say = (text: string): PromptMessage => ({ role: "user", content: { type: "text", text } });

const attach = (page: Page): PromptMessage => ({
  role: "user",
  content: { type: "resource", resource: page },
});

const ask = (read: () => Promise<PromptMessage[]>) => askInWords(async () => ({ messages: await read() }));
