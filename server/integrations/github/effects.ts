import { createHash } from "node:crypto";
import { z } from "zod";
import type { IntegrationContext } from "../contract.ts";
import { quoteOutside, toLine } from "../outside-text.ts";
import type { GitHubEvent } from "./events.ts";

type Context = Pick<IntegrationContext<{ tasks: boolean }>, "config" | "tasks" | "state" | "notify">;
type Work = Exclude<GitHubEvent, { type: "failed" }>;
type Failure = Extract<GitHubEvent, { type: "failed" }>;

const WORDS = {
  assigned: { title: "Assigned to you", task: "Assigned to you on GitHub" },
  review_requested: { title: "Your review is wanted", task: "Your review is wanted on GitHub" },
} as const satisfies Record<Work["type"], { title: string; task: string }>;

/** Runs in the delivery's transaction. Gives what it did, for the owner. */
export const applyEvent = (event: GitHubEvent, context: Context): string =>
  event.type === "failed" ? tellFailure(event, context) : takeWork(event, context);

/** An issue that is assigned again while its task is open makes no second one. */
function takeWork(event: Work, { config, tasks, state, notify }: Context): string {
  const { type, number, url } = event;
  const name = `${toLine(event.repository, 140)}#${number}`;
  const title = toLine(event.title, 300) || name;
  const key = keyOf(type, event.repository, String(number));

  const known = tasks.find(state.get(key, z.string()) ?? "");
  const isOpen = known?.status === "todo" || known?.status === "in_progress";
  if (isOpen) return `Task #${known.number} stands for it already.`;

  const source = `${WORDS[type].task}: ${name}${url ? ` <${url}>` : ""}`;
  const task = config.tasks
    ? tasks.create({ title: `${name}: ${title}`, description: quoteOutside(source, event.body) })
    : undefined;
  if (task) state.set(key, task.id);
  notify({
    key,
    title: `${WORDS[type].title}: ${name}`,
    body: title,
    ...(task && { link: `/tasks/${task.id}` }),
  });
  return task ? `Created task #${task.number}.` : "Told its owner.";
}

/** Of one commit many checks can fail: they share a notification. */
function tellFailure({ repository, name, branch, commit, url }: Failure, { notify }: Context): string {
  const where = `${toLine(repository, 140)}${branch === "" ? "" : ` (${toLine(branch, 100)})`}`;
  notify({
    key: keyOf("failed", repository, commit),
    title: `CI failed: ${where}`,
    body: [toLine(name, 200), url ?? ""].filter(Boolean).join(" · "),
  });
  return "Told its owner.";
}

/** A name from outside can have any length, a key not. */
const keyOf = (type: GitHubEvent["type"], ...parts: string[]): string =>
  `${type}:${createHash("sha256").update(JSON.stringify(parts)).digest("base64url")}`;
