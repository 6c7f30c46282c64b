import ArrowLeft from "lucide-solid/icons/arrow-left";
import Info from "lucide-solid/icons/info";
import { A } from "@solidjs/router";
import { lazy, Show, Suspense } from "solid-js";
import type { Session } from "../../../../shared/session.ts";
import type { Task } from "../../../../shared/task.ts";
import { SessionMenu } from "../../shell/session-menu.tsx";
import { TagNumber } from "../../ui/tag-number.tsx";
import { Popover } from "../../ui/popover.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { AboutButton } from "./about/about-button.tsx";
import { Gauge } from "./gauge.tsx";
import { StatusWord } from "./status-word.tsx";

const Details = lazy(() => import("./details.tsx"));

export function SessionHeader(props: { session: Session; task: Task | undefined }) {
  return (
    <div class="flex flex-none items-center gap-2 border-b border-line bg-paper py-2 pr-2 pl-2 max-sm:gap-0.5 max-sm:px-1 md:px-5">
      <A href="/agents" class="icon-button" aria-label="Back to the agents">
        <ArrowLeft size={18} aria-hidden="true" />
      </A>
      <div class="min-w-0 flex-1">
        <h1 class="title truncate text-lg leading-6">{props.session.title}</h1>
        <div class="flex min-h-5 items-center gap-2.5">
          <span role="status" class="flex-none">
            <StatusWord session={props.session} />
          </span>
          <Show when={props.task}>
            {(task) => (
              <A
                href={`/tasks/${task().id}`}
                class="flex min-w-0 items-center gap-1.5 text-sm text-ink-2 hover:text-ink"
              >
                <span class="sr-only">Task</span>
                <TagNumber number={task().number} />
                <span class="hidden truncate sm:inline">{task().title}</span>
              </A>
            )}
          </Show>
        </div>
      </div>
      <Gauge session={props.session} />
      <AboutButton session={props.session} />
      <Popover
        label="Session details"
        name="Session details"
        buttonClass="icon-button"
        class="w-[min(24rem,calc(100vw-1rem))] p-4"
        button={<Info size={17} aria-hidden="true" />}
      >
        {() => (
          <Suspense fallback={<RowsSkeleton rows={6} />}>
            <Details session={props.session} />
          </Suspense>
        )}
      </Popover>
      <SessionMenu session={props.session} />
    </div>
  );
}
