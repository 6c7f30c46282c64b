import { Argument, Command, Option } from "commander";
import type { Notification } from "../../../shared/notification.ts";
import { NotificationState } from "../../../shared/notification.ts";
import { usageError } from "../failure.ts";
import { beginsWith, onlyOne, shortId } from "../find.ts";
import { hint, minute, print, type JsonOption } from "../output.ts";
import { collect } from "../paging.ts";
import { connect } from "../porter.ts";
import { readText } from "../stdin.ts";
import { table } from "../table.ts";
import { jsonOption, limitOption } from "../values.ts";

export const notify = (): Command =>
  new Command("notify")
    .description("put a notification into your inbox; it goes out as all others do")
    .argument("<title...>", "its title")
    .option("--body <text>", "more words; - reads them from stdin")
    .option("--link <path>", "the page of Porter that shows what it is about, such as /tasks")
    .option("--key <name>", "what it is about: the next one with this key takes its place")
    .addOption(jsonOption())
    .action(send);

export const notifications = (): Command =>
  new Command("notifications")
    .description("what Porter tells you")
    .addCommand(
      new Command("ls")
        .description("list them, the latest first; ls may be left out")
        .addOption(new Option("--state <state>", "where").choices(NotificationState.options).default("inbox"))
        .option("--unread", "only those that are not read")
        .addOption(limitOption())
        .addOption(jsonOption())
        .action(list),
      { isDefault: true },
    )
    .addCommand(
      new Command("read")
        .description("mark them as read")
        .addArgument(new Argument("[id...]", "the first characters of their ids"))
        .option("--all", "all of the inbox")
        .addOption(jsonOption())
        .action(markRead),
    );

type NotifyOptions = JsonOption & { body?: string; link?: string; key?: string };

async function send(words: string[], { body = "", link, key, json }: NotifyOptions): Promise<void> {
  const text = body === "-" ? await readText(["-"]) : body;
  const porter = await connect();
  const made = await porter.notifications.create.mutate({ title: words.join(" "), body: text, link, key });
  print({ json }, made, inLine);
}

type ListOptions = JsonOption & { state: NotificationState; unread?: true; limit: number };

async function list({ state, unread, limit, json }: ListOptions): Promise<void> {
  const porter = await connect();
  const page = await collect(limit, (at) => porter.notifications.list.query({ state, unread, ...at }));
  print({ json }, page, ({ items }) =>
    table(items, [
      { head: "id", of: ({ id }) => shortId(id) },
      { head: "came", of: ({ createdAt }) => minute(createdAt), yields: true },
      { head: "", of: ({ readAt }) => (readAt ? "" : "new"), style: () => "yellow" },
      { head: "title", of: ({ title, body }) => (body === "" ? title : `${title}: ${body}`), gives: true },
    ]),
  );
  if (page.items.length === 0) hint({ json }, "There is nothing.");
}

const inLine = ({ id, title }: Notification): string => `${shortId(id)} ${title}`;

async function markRead(refs: string[], { all, json }: JsonOption & { all?: true }): Promise<void> {
  if (refs.length === 0 && !all) throw usageError("Say which, or --all.");
  const porter = await connect();
  const { items } = await collect(0, (at) => porter.notifications.list.query({ unread: true, ...at }));
  if (all) {
    await porter.notifications.markAllRead.mutate();
    return print({ json }, { read: items.length }, ({ read }) => `read: ${read}`);
  }
  const chosen = refs.map((ref) => findOne(items, ref));
  const read = await Promise.all(chosen.map(({ id }) => porter.notifications.markRead.mutate({ id })));
  print({ json }, read, (them) => them.map((it) => `read: ${inLine(it)}`).join("\n"));
}

function findOne(items: Notification[], ref: string): Notification {
  const found = items.filter(({ id }) => beginsWith(id, ref));
  return onlyOne(found, `unread notification whose id begins with ${ref}`, inLine);
}
