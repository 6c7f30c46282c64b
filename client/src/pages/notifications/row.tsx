import Check from "lucide-solid/icons/check";
import Mail from "lucide-solid/icons/mail";
import MailOpen from "lucide-solid/icons/mail-open";
import Undo from "lucide-solid/icons/undo-2";
import { A } from "@solidjs/router";
import { Show } from "solid-js";
import type { Notification } from "../../../../shared/notification.ts";
import { findToken } from "../../api/token-names.ts";
import { Ago } from "../../ui/ago.tsx";
import { FromToken } from "../../ui/from-token.tsx";
import { notificationLamps, notificationWords } from "../../ui/notification-words.ts";
import { exactTime } from "../../ui/time.ts";
import type { InboxModel } from "./model.ts";
import { SnoozeMenu } from "./snooze-menu.tsx";

/** `leave` does what takes the row away, and sees to the focus. */
export function NotificationRow(props: {
  item: Notification;
  model: InboxModel;
  leave: (id: string, act: () => void) => void;
}) {
  const { model } = props;
  const isUnread = () => props.item.readAt === null;
  const lamp = () => notificationLamps[props.item.kind];
  const leave = (act: () => void) => props.leave(props.item.id, act);
  return (
    <li
      data-id={props.item.id}
      class="relative flex gap-x-2 border-line px-3 py-2.5 not-first:border-t hover:bg-hover focus-within:bg-hover max-sm:pt-1"
      onFocusIn={() => model.setCurrentId(props.item.id)}
    >
      <div class="flex min-w-0 flex-1 gap-3">
        <span class="grid h-4 w-[1.125rem] flex-none place-items-center max-sm:h-11">
          <span class={`lamp ${lamp().ink}`} data-aspect={lamp().aspect} aria-hidden="true" />
        </span>
        <div class="min-w-0 flex-1">
          <p class="flex items-center gap-2 text-xs text-ink-3 max-sm:h-11">
            <span class={`font-semibold ${lamp().ink}`}>{notificationWords[props.item.kind]}</span>
            <span aria-hidden="true">·</span>
            <Show
              when={props.item.doneAt === null && props.item.snoozedUntil}
              fallback={<Ago at={props.item.createdAt} />}
            >
              {(until) => <time dateTime={until().toISOString()}>until {exactTime(until())}</time>}
            </Show>
            <Show when={isUnread()}>
              <span class="ml-1 size-2 flex-none self-center rounded-full bg-brass-fill">
                <span class="sr-only">unread</span>
              </span>
            </Show>
          </p>
          <A
            href={props.item.link}
            class={`line-clamp-2 after:absolute after:inset-0 sm:mt-0.5 ${isUnread() ? "font-semibold" : "text-ink-2"}`}
            onClick={() => model.read(props.item)}
          >
            {props.item.title}
          </A>
          <p class="mt-0.5 line-clamp-3 break-words text-sm text-ink-2">{props.item.body}</p>
          <Show when={props.item.tokenId}>
            {(id) => (
              <p class="mt-0.5 text-xs break-words text-ink-3">
                <FromToken token={findToken(id())} href="/settings#tokens" />
              </p>
            )}
          </Show>
          <Show when={props.item.approvalId !== null && props.item.doneAt === null}>
            <div class="mt-2 flex gap-2">
              <button
                type="button"
                class="button relative z-10"
                data-kind="main"
                aria-label={`Allow: ${props.item.title}`}
                onClick={() => leave(() => model.answer(props.item, "allow"))}
              >
                Allow
              </button>
              <button
                type="button"
                class="button relative z-10"
                aria-label={`Deny: ${props.item.title}`}
                onClick={() => leave(() => model.answer(props.item, "deny"))}
              >
                Deny
              </button>
            </div>
          </Show>
        </div>
      </div>
      <div class="flex flex-none gap-0.5 self-start max-sm:absolute max-sm:top-1 max-sm:right-1">
        <button
          type="button"
          class="icon-button relative z-10"
          aria-label={`Mark “${props.item.title}” as ${isUnread() ? "read" : "unread"}`}
          title={isUnread() ? "Mark as read" : "Mark as unread (u)"}
          onClick={() => model.toggleRead(props.item)}
        >
          <Show when={isUnread()} fallback={<Mail size={16} aria-hidden="true" />}>
            <MailOpen size={16} aria-hidden="true" />
          </Show>
        </button>
        <Show when={props.item.doneAt === null}>
          <SnoozeMenu
            title={props.item.title}
            snooze={(until) => {
              if (props.model.state() === "snoozed") model.snooze(props.item, until);
              else leave(() => model.snooze(props.item, until));
            }}
          />
        </Show>
        <Show when={model.state() !== "inbox"}>
          <button
            type="button"
            class="icon-button relative z-10"
            aria-label={`Move “${props.item.title}” to the inbox`}
            title="Move to the inbox"
            onClick={() => leave(() => model.bringBack(props.item))}
          >
            <Undo size={16} aria-hidden="true" />
          </button>
        </Show>
        <Show when={props.item.doneAt === null}>
          <button
            type="button"
            class="icon-button relative z-10"
            aria-label={`Mark “${props.item.title}” as done`}
            title="Mark as done (e)"
            onClick={() => leave(() => model.done(props.item))}
          >
            <Check size={17} aria-hidden="true" />
          </button>
        </Show>
      </div>
    </li>
  );
}
