import type { Notification, NotificationKind } from "../../shared/notification.ts";
import { shorten } from "../../shared/text.ts";
import type { Config } from "../config/load.ts";
import type { Outcome } from "./channel.ts";
import { post } from "./post.ts";

/** ntfy makes an attachment of a message of more than 4096 bytes; a character has at most 4, or 3 a UTF-16 unit. */
const LONGEST_MESSAGE = 1_300;
const LONGEST_TITLE = 200;

/** Emoji short codes; 1 is the lowest priority, 3 the usual one, 5 the highest. */
const LOOKS: Record<NotificationKind, { tags: string[]; priority: number }> = {
  agent_completed: { tags: ["white_check_mark"], priority: 3 },
  agent_failed: { tags: ["x"], priority: 3 },
  agent_waiting: { tags: ["raised_hand"], priority: 4 },
  task_due: { tags: ["calendar"], priority: 3 },
  task_reminder: { tags: ["alarm_clock"], priority: 3 },
  agent_note: { tags: ["speech_balloon"], priority: 3 },
  budget_warning: { tags: ["moneybag"], priority: 3 },
  event_soon: { tags: ["calendar"], priority: 3 },
  integration_attention: { tags: ["electric_plug"], priority: 3 },
  system_attention: { tags: ["warning"], priority: 4 },
};

/** Publishes notifications to a topic of an ntfy server, by its JSON API. */
export function createNtfy(
  { url, topic, token }: NonNullable<Config["channels"]["ntfy"]>,
  linkTo: (path: string) => string | null,
) {
  return ({ kind, title, body, link }: Notification, signal: AbortSignal): Promise<Outcome> => {
    const click = linkTo(link);
    const message = {
      topic,
      title: shorten(title, LONGEST_TITLE),
      message: shorten(body || title, LONGEST_MESSAGE), // an empty one would read "triggered"
      ...LOOKS[kind],
      ...(click !== null && { click }),
    };
    const headers = {
      "content-type": "application/json",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    return post({ url, headers, body: JSON.stringify(message) }, signal);
  };
}
