import { resolve } from "node:path";
import type { StartSession } from "../../../../shared/session.ts";
import type { PorterClient } from "../../../sdk/client.ts";
import { attachTo } from "../../attach/attach.ts";
import { CliError, usageError } from "../../failure.ts";
import { findSessionId, findTask } from "../../find.ts";
import { hint, print, type JsonOption } from "../../output.ts";
import { collect } from "../../paging.ts";
import { connect } from "../../porter.ts";
import { readText } from "../../stdin.ts";
import type { FollowOptions, ListOptions, StartOptions } from "./options.ts";
import { line, sessionInWords, sessionsInWords } from "./words.ts";

export async function list({ status, query, task, archived, limit, json }: ListOptions): Promise<void> {
  const porter = await connect();
  const taskId = task === undefined ? undefined : (await findTask(porter, task)).id;
  const page = await collect(limit, (at) =>
    porter.agents.list.query({ status, query, taskId, archived, ...at }),
  );
  print({ json }, page, ({ items }) => sessionsInWords(items));
  if (page.items.length === 0) hint({ json }, "There is no such session.");
  else if (page.nextCursor !== null) hint({ json }, "There are more: --limit 0 shows all.");
}

export async function start(words: string[], options: StartOptions): Promise<void> {
  const { task, cwd, profile, mode, budget, worktree, model, effort, json, detach } = options;
  const prompt = await readText(words);
  if (prompt.trim() === "") throw usageError("Say what it is to do.");
  const porter = await connect();
  const [taskId, profileId] = await Promise.all([
    task === undefined ? undefined : findTask(porter, task).then(({ id }) => id),
    profile === undefined ? undefined : findProfileId(porter, profile),
  ]);
  const given: StartSession = {
    prompt,
    taskId,
    profileId,
    cwd: cwd && resolve(cwd),
    worktree,
    model,
    effort,
    permissionMode: mode,
    budgetUsd: budget,
  };
  const session = await porter.agents.start.mutate(given);
  if (detach) print({ json }, session, ({ id }) => id);
  else await attachTo(porter, session, { json });
}

async function findProfileId(porter: PorterClient, name: string): Promise<string> {
  const { items } = await porter.agents.profiles.query();
  const found = items.find(({ id }) => id === name) ?? items.find((profile) => profile.name === name);
  if (found) return found.id;
  const names = items.map((profile) => profile.name).join(", ");
  throw new CliError("NOT_FOUND", `There is no profile "${name}". There are: ${names || "none"}.`);
}

export async function attach(ref: string, options: JsonOption): Promise<void> {
  const porter = await connect();
  const id = await findSessionId(porter, ref);
  const { session, messages } = await porter.agents.get.query({ id });
  // What it says to the latest that it was told and does not wait behind another turn.
  const asked = messages.findLast(
    ({ id, role, parentToolUseId }) =>
      role === "user" && parentToolUseId === null && !session.queuedMessageIds.includes(id),
  );
  await attachTo(porter, asked ?? session, options);
}

export async function send(ref: string, words: string[], { detach, json }: FollowOptions): Promise<void> {
  const content = await readText(words);
  if (content.trim() === "") throw usageError("Say what it is to be told.");
  const porter = await connect();
  const id = await findSessionId(porter, ref);
  const message = await porter.agents.send.mutate({ id, content });
  if (detach) print({ json }, message, ({ sessionId }) => sessionId);
  else await attachTo(porter, message, { json });
}

export async function stop(ref: string, options: JsonOption): Promise<void> {
  const porter = await connect();
  const id = await findSessionId(porter, ref);
  print(options, await porter.agents.interrupt.mutate({ id }), line);
}

export async function show(ref: string, options: JsonOption): Promise<void> {
  const porter = await connect();
  const id = await findSessionId(porter, ref);
  print(options, await porter.agents.get.query({ id }), sessionInWords);
}
