import CheckCheck from "lucide-solid/icons/check-check";
import { A } from "@solidjs/router";
import { createSignal, For, Match, Show, Switch } from "solid-js";
import type { NotificationState } from "../../../../shared/notification.ts";
import { explain } from "../../api/errors.ts";
import { Empty } from "../../ui/empty.tsx";
import { PagedRows } from "../../ui/paged-rows.tsx";
import { NotificationList } from "./list.tsx";
import type { InboxModel } from "./model.ts";

const tabs: { state: NotificationState; name: string; href: string }[] = [
  { state: "inbox", name: "Inbox", href: "/notifications" },
  { state: "snoozed", name: "Snoozed", href: "/notifications?state=snoozed" },
  { state: "done", name: "Done", href: "/notifications?state=done" },
];

export function InboxView(props: { model: InboxModel }) {
  const { model } = props;
  const [heading, setHeading] = createSignal<HTMLHeadingElement>();
  return (
    <div class="mx-auto w-full max-w-[52rem] px-4 pt-5 pb-16 sm:px-9 md:pt-8">
      <h1 ref={setHeading} tabindex="-1" class="title text-xl">
        Notifications
      </h1>
      <div class="mt-4 mb-2 flex min-h-11 items-end gap-5 border-b border-line">
        <nav aria-label="Notifications" class="flex gap-5 self-stretch">
          <For each={tabs}>
            {(tab) => (
              <A
                href={tab.href}
                noScroll
                aria-current={model.state() === tab.state ? "page" : undefined}
                class={`-mb-px flex items-center border-b-2 px-0.5 font-medium ${
                  model.state() === tab.state
                    ? "border-brass-fill text-ink"
                    : "border-transparent text-ink-2 hover:text-ink"
                }`}
              >
                {tab.name}
              </A>
            )}
          </For>
        </nav>
        <Show when={model.state() === "inbox" && model.items().length > 0}>
          <button
            type="button"
            class="button mb-1.5 ml-auto"
            data-kind="quiet"
            onClick={() => {
              model.allDone();
              heading()?.focus();
            }}
          >
            <CheckCheck size={15} aria-hidden="true" />
            Mark all done
          </button>
        </Show>
      </div>
      <PagedRows
        query={model.query}
        isEmpty={model.items().length === 0}
        problem="The notifications could not be loaded"
        explain={explain}
        empty={<Nothing state={model.state()} />}
      >
        <NotificationList model={model} onEmptied={() => heading()?.focus()} />
      </PagedRows>
    </div>
  );
}

const Nothing = (props: { state: NotificationState }) => (
  <Switch>
    <Match when={props.state === "inbox"}>
      <Empty title="All seen to">
        When an agent finishes, fails or waits for you, when a task is due or an integration needs you, it is
        told here.{" "}
        <A href="/settings#notifications" class="font-medium text-brass hover:underline">
          Choose what else tells you
        </A>
        : this browser while it is closed, your phone, a webhook.
      </Empty>
    </Match>
    <Match when={props.state === "snoozed"}>
      <Empty title="Nothing is snoozed">
        What can wait goes out of the inbox with <Key name="h" /> or the clock, and comes back by itself.
      </Empty>
    </Match>
    <Match when={props.state === "done"}>
      <Empty title="Nothing is done yet">
        What you have seen to goes here with <Key name="e" /> or the tick. It can be brought back.
      </Empty>
    </Match>
  </Switch>
);

function Key(props: { name: string }) {
  return <kbd class="rounded border border-line-strong bg-sheet px-1.5 font-sans text-xs">{props.name}</kbd>;
}
