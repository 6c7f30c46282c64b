import { A } from "@solidjs/router";
import type { Session } from "../../../../shared/session.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { Lamp } from "../../ui/lamp.tsx";
import { now } from "../../ui/now.ts";
import { timeAgo } from "../../ui/time.ts";

/** What cannot go on without the person: the first thing on the page. */
export function Waiting(props: { sessions: readonly Session[] }) {
  return (
    <section
      aria-label="Waits for you"
      class="overflow-hidden rounded-xl border border-brass-line bg-brass-soft"
    >
      <div class="flex items-baseline justify-between gap-3 px-4 pt-3">
        <h2 class="sign text-brass">Waits for you</h2>
        <A
          href="/approvals"
          class="text-sm font-medium text-brass hover:underline pointer-coarse:-my-4 pointer-coarse:py-4"
        >
          All approvals
        </A>
      </div>
      <ul class="p-1.5">
        <Keyed each={props.sessions} by={(session) => session.id}>
          {(session) => (
            <li>
              <A
                href={`/agents/${session().id}`}
                class="flex min-h-11 items-center gap-3 rounded-lg px-3 hover:bg-sheet"
              >
                <Lamp status={session().status} />
                <span class="min-w-0 flex-1 truncate font-medium">{session().title}</span>
                <span class="flex-none text-xs text-ink-2">{timeAgo(session().updatedAt, now())}</span>
                <span class="flex-none text-sm font-semibold text-brass">Answer</span>
              </A>
            </li>
          )}
        </Keyed>
      </ul>
    </section>
  );
}
