import { Show } from "solid-js";
import type { Session } from "../../../../shared/session.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { Section } from "../../ui/section.tsx";
import { SessionRow } from "../../ui/session-row.tsx";

/** The sessions that work or worked on the task. */
export function TaskSessions(props: { sessions: readonly Session[] }) {
  return (
    <Show when={props.sessions.length > 0}>
      <Section title="Sessions" count={props.sessions.length}>
        <div class="-mx-3">
          <Keyed each={props.sessions} by={(session) => session.id}>
            {(session) => <SessionRow session={session()} />}
          </Keyed>
        </div>
      </Section>
    </Show>
  );
}
