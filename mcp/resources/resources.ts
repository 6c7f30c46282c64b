import { ResourceTemplate, type McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import {
  ErrorCode,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
  type Resource,
} from "@modelcontextprotocol/sdk/types.js";
import type { PorterClient } from "../../client/sdk/client.ts";
import { outsideMark } from "../../shared/actor.ts";
import { Id } from "../../shared/ids.ts";
import type { Session } from "../../shared/session.ts";
import type { Task } from "../../shared/task.ts";
import { findSessions, findTasks } from "../completions.ts";
import { codeOf, explain } from "../explain.ts";
import { readInWords, RpcError } from "../rpc-error.ts";
import { findTask, readTaskDetails, TaskRef } from "../tools/find-task.ts";
import { readSessionPage } from "./session-page.ts";
import { toTaskPage } from "./task-page.ts";
import { createWatch, MOST_WATCHED, type Subject } from "./watch.ts";

/** Of each kind in the list, the newest. */
const LISTED = 50;
const MIME_TYPE = "text/markdown";

const TASK = "porter://task/{id}";
const SESSION = "porter://session/{id}";

const taskUri = ({ id }: Pick<Task, "id">): string => `porter://task/${id}`;
const sessionUri = ({ id }: Pick<Session, "id">): string => `porter://session/${id}`;

/** A resource whole, as `resources/read` gives it. */
export type Page = { uri: string; mimeType: string; text: string };

export async function readTask(client: PorterClient, task: Task, uri = taskUri(task)): Promise<Page> {
  return { uri, mimeType: MIME_TYPE, text: toTaskPage(await readTaskDetails(client, task)) };
}

export async function readSession(client: PorterClient, id: string): Promise<Page> {
  return { uri: sessionUri({ id }), mimeType: MIME_TYPE, text: await readSessionPage(client, id) };
}

/** Tasks and sessions as resources, with what a client is told when they change. */
export function registerResources(server: McpServer, client: PorterClient): { tellAgain: () => void } {
  server.registerResource(
    "task",
    new ResourceTemplate(TASK, {
      list: () => listed(async () => (await listTasks(client)).map(describeTask)),
      complete: {
        id: async (typed) => (await findTasks(client, typed)).map(({ number }) => String(number)),
      },
    }),
    { title: "Task", description: "A task with its subtasks and comments.", mimeType: MIME_TYPE },
    async ({ href }, { id }) =>
      readInWords(href, async () => ({
        contents: [await readTask(client, await findTask(client, refIn(id)), href)],
      })),
  );

  server.registerResource(
    "session",
    new ResourceTemplate(SESSION, {
      list: () => listed(async () => (await listSessions(client)).map(describeSession)),
      complete: { id: async (typed) => (await findSessions(client, typed)).map(({ id }) => id) },
    }),
    {
      title: "Session of an agent",
      description: "How an agent's session stands, and the end of its conversation.",
      mimeType: MIME_TYPE,
    },
    async ({ href }, { id }) =>
      readInWords(href, async () => ({ contents: [await readSession(client, Id.parse(id))] })),
  );

  return watchResources(server, client);
}

function watchResources(server: McpServer, client: PorterClient): { tellAgain: () => void } {
  const protocol = server.server;
  // A host that is gone is told nothing.
  const unlessGone = (told: Promise<void>) => void told.catch(() => undefined);
  const watch = createWatch(client, {
    updated: (uri) => unlessGone(protocol.sendResourceUpdated({ uri })),
    listChanged: () => unlessGone(protocol.sendResourceListChanged()),
  });
  protocol.registerCapabilities({ resources: { subscribe: true, listChanged: true } });
  protocol.setRequestHandler(SubscribeRequestSchema, ({ params: { uri } }) =>
    readInWords(uri, async () => {
      if (watch.count() >= MOST_WATCHED && !watch.has(uri)) {
        throw new RpcError(ErrorCode.InvalidRequest, `At most ${MOST_WATCHED} resources can be watched.`);
      }
      await watch.add(uri, await subjectOf(client, uri));
      return {};
    }),
  );
  protocol.setRequestHandler(UnsubscribeRequestSchema, ({ params: { uri } }) => {
    watch.remove(uri);
    return {};
  });
  Object.assign(protocol, { onclose: watch.end });
  return watch;
}

/** What a resource is about. @throws Porter's NOT_FOUND or FORBIDDEN, and ZodError for what names nothing */
async function subjectOf(client: PorterClient, uri: string): Promise<Subject> {
  const [, kind, id] = /^porter:\/\/(task|session)\/([^/?#]+)$/.exec(uri) ?? [];
  if (kind === "task") return `task:${(await findTask(client, refIn(id))).id}`;
  const { session } = await client.agents.get.query({ id: Id.parse(id), limit: 1 });
  return `session:${session.id}`;
}

const refIn = (id: unknown): TaskRef => TaskRef.parse(id);

const listTasks = async (client: PorterClient): Promise<Task[]> =>
  (await client.tasks.list.query({ status: ["todo", "in_progress"], sort: "created", limit: LISTED })).items;

const listSessions = async (client: PorterClient): Promise<Session[]> =>
  (await client.agents.list.query({ sort: "created", limit: LISTED })).items;

/** What is not for this client is not in its list. */
async function listed(read: () => Promise<Resource[]>): Promise<{ resources: Resource[] }> {
  try {
    return { resources: await read() };
  } catch (error) {
    if (codeOf(error) === "FORBIDDEN") return { resources: [] };
    throw new RpcError(ErrorCode.InternalError, explain(error));
  }
}

const describeTask = (task: Task): Resource => ({
  uri: taskUri(task),
  name: `task-${task.number}`,
  title: `#${task.number} ${task.title}`,
  description: [
    `${task.status}, ${task.priority} priority`,
    ...(task.outsideText === null ? [] : [outsideMark("The title", task.outsideText)]),
  ].join(". "),
  mimeType: MIME_TYPE,
  annotations: { lastModified: task.updatedAt.toISOString() },
});

const describeSession = (session: Session): Resource => ({
  uri: sessionUri(session),
  name: `session-${session.id}`,
  title: session.title,
  description: `Session of an agent: ${session.status}`,
  mimeType: MIME_TYPE,
  annotations: { lastModified: session.updatedAt.toISOString() },
});
