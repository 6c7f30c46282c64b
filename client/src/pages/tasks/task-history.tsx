import { A } from "@solidjs/router";
import { Show } from "solid-js";
import type { Actor } from "../../../../shared/actor.ts";
import type { Session } from "../../../../shared/session.ts";
import type { Task } from "../../../../shared/task.ts";
import { describeActor } from "../../ui/actor.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { now } from "../../ui/now.ts";
import { Section } from "../../ui/section.tsx";
import { SessionRow } from "../../ui/session-row.tsx";
import { exactTime, timeAgo } from "../../ui/time.ts";

type TitleOf = (sessionId: string) => string | undefined;

function Deed(props: { verb: string; actor: Actor; at: Date; titleOf: TitleOf }) {
  const words = () => describeActor(props.actor, props.titleOf);
  return (
    <p class="text-sm text-ink-2">
      {props.verb} by{" "}
      <Show when={words().sessionId} fallback={<span class="text-ink">{words().text}</span>}>
        {(id) => (
          <A
            href={`/agents/${id()}`}
            aria-label={`Session ${words().text}`}
            class="font-medium text-brass hover:underline"
          >
            {words().text}
          </A>
        )}
      </Show>{" "}
      <time class="text-ink-3" dateTime={props.at.toISOString()} title={exactTime(props.at)}>
        {timeAgo(props.at, now())}
      </time>
    </p>
  );
}

/** Who made it, who changed it last, and the sessions that work or worked on it. */
export function TaskHistory(props: { task: Task; sessions: readonly Session[]; titleOf: TitleOf }) {
  const titleOf: TitleOf = (id) =>
    props.sessions.find((session) => session.id === id)?.title ?? props.titleOf(id);
  return (
    <div class="space-y-5">
      <Show when={props.sessions.length > 0}>
        <Section title="Sessions" count={props.sessions.length}>
          <div class="-mx-3">
            <Keyed each={props.sessions} by={(session) => session.id}>
              {(session) => <SessionRow session={session()} />}
            </Keyed>
          </div>
        </Section>
      </Show>
      <div class="space-y-1 border-t border-line pt-3">
        <Deed verb="updated" actor={props.task.updatedBy} at={props.task.updatedAt} titleOf={titleOf} />
        <Deed verb="created" actor={props.task.createdBy} at={props.task.createdAt} titleOf={titleOf} />
      </div>
    </div>
  );
}
