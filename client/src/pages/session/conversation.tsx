import {
  createEffect,
  createMemo,
  createSignal,
  For,
  lazy,
  on,
  onCleanup,
  onMount,
  Show,
  Suspense,
  untrack,
} from "solid-js";
import type { Session } from "../../../../shared/session.ts";
import { isAtWork } from "../../ui/at-work.ts";
import { explain } from "../../api/errors.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { Problem } from "../../ui/problem.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { EntryView, UserBubble } from "./entry-view.tsx";
import type { SessionModel } from "./model.ts";
import type { createStickyScroll } from "./scroll.ts";

const TurnEnd = lazy(() => import("./turn-end.tsx"));
const FailedServers = lazy(() => import("./failed-servers.tsx"));

export function Conversation(props: {
  model: SessionModel;
  session: Session;
  scroll: ReturnType<typeof createStickyScroll>;
}) {
  const [scroller, setScroller] = createSignal<HTMLDivElement>();
  const [content, setContent] = createSignal<HTMLDivElement>();
  const { model, scroll } = props;
  const { reading } = model;

  onMount(() => {
    const [outer, inner] = [scroller(), content()];
    if (!outer || !inner) return;
    scroll.attach(outer, inner);
  });
  // What was just sent is always wanted in sight.
  createEffect(
    on(
      () => model.sending().length,
      (count, before = 0) => {
        if (count > before) scroll.toEnd();
      },
      { defer: true },
    ),
  );
  let reached: number | undefined;
  createEffect(() => {
    const target = model.target();
    if (target?.seq === reached) return;
    reached = undefined;
    if (!target?.entry) return;
    const { key, isInside } = target.entry;
    const entry = content()?.querySelector(`[data-entry="${key}"]`)?.firstElementChild;
    if (!entry) return;
    reached = target.seq;
    const call = isInside ? entry.querySelector("details") : null;
    if (call) call.open = true;
    scroll.show(call?.querySelector("summary") ?? entry);
    entry.classList.add("found");
  });
  scroll.keepPlace(createMemo(() => model.entries()[0]?.key));
  const forEntries = createMemo(() => ({
    id: props.session.id,
    isAtWork: isAtWork(props.session.status),
    approvals: model.approvals,
  }));
  const isSilent = () => {
    if (!reading.isLive()) return undefined;
    const last = model.entries().at(-1);
    if (props.session.status === "queued") return "Waits for a free place: other agents are at work";
    if (props.session.status !== "running") return undefined;
    const isWriting = last && "isStreaming" in last && last.isStreaming;
    const isRunning = last?.kind === "tool" && last.state === "running";
    return isWriting || isRunning ? undefined : "Working…";
  };

  return (
    <div
      ref={setScroller}
      role="log"
      aria-live="off"
      aria-label="Conversation"
      tabindex="0"
      class="h-full overflow-y-auto overscroll-contain -outline-offset-2"
      // At the end it is kept there by us; everywhere else the browser keeps what is read in its place.
      classList={{ "[overflow-anchor:none]": scroll.isAtEnd() }}
      onScroll={scroll.onScroll}
    >
      <div ref={setContent} class="mx-auto flex max-w-[46rem] flex-col px-4 pt-5 pb-6">
        <Show when={reading.isPending()}>
          <RowsSkeleton rows={6} />
        </Show>
        <Show when={!reading.isLive() && reading.error()}>
          {(error) => (
            <Problem
              title="This part of the conversation could not be loaded"
              message={explain(error())}
              retry={reading.retry}
            />
          )}
        </Show>
        <Show when={reading.hasOlder() && !reading.isPending()}>
          <FurtherMessages
            which="older"
            load={reading.loadOlder}
            isLoading={reading.isLoadingOlder()}
            shown={model.entries()[0]?.key}
            isHeldBack={scroll.isAtEnd()}
          />
        </Show>
        <Show when={model.failedServers().length > 0}>
          <Suspense>
            <FailedServers servers={model.failedServers()} />
          </Suspense>
        </Show>
        <Keyed each={model.entries()} by={(entry) => entry.key}>
          {(entry) => (
            // What is out of sight is not laid out: a conversation may have ten thousand of these. The margin is for
            // focus rings, which containment would cut.
            <div
              class="group/entry -mx-2 px-2 [contain-intrinsic-block-size:auto_4rem] [content-visibility:auto]"
              data-entry={untrack(() => entry().key)}
            >
              <EntryView entry={entry()} decide={model.decide} session={forEntries()} />
            </div>
          )}
        </Keyed>
        <Show when={reading.hasNewer()}>
          <FurtherMessages
            which="newer"
            load={reading.loadNewer}
            isLoading={reading.isLoadingNewer()}
            shown={model.entries().at(-1)?.key}
            isHeldBack={false}
          />
        </Show>
        <For each={model.sending()}>{(each) => <UserBubble text={each.text} note="Sending…" dimmed />}</For>
        <Show when={isSilent()}>
          {(words) => (
            <p class="late mt-3 flex items-center gap-2.5 px-2 text-sm text-ink-3">
              <span
                class="lamp"
                data-aspect={props.session.status === "queued" ? "unlit" : "clear"}
                aria-hidden="true"
              />
              {words()}
            </p>
          )}
        </Show>
        <Show when={reading.isLive() && props.session.error}>
          {(error) => (
            <Suspense>
              <TurnEnd error={error()} session={props.session} sendAgain={model.sendAgain} />
            </Suspense>
          )}
        </Show>
      </div>
    </div>
  );
}

/** How far ahead of the reader further messages are loaded, in CSS pixels: a hard flick makes some 6,000 a second. */
const AHEAD = 3_000;

/** Loads on as the reader comes near; the button is for who gets there first, and after a failure. */
function FurtherMessages(props: {
  which: "older" | "newer";
  load: () => void;
  isLoading: boolean;
  /** The key of the entry beside it. */
  shown: string | undefined;
  /** It loads when asked only. */
  isHeldBack: boolean;
}) {
  const [button, setButton] = createSignal<HTMLButtonElement>();
  createEffect(() => {
    const element = button();
    // It tells changes only: asked anew after each page that has come, and when the reader leaves the end.
    if (props.shown === undefined || !element || props.isHeldBack) return;
    const whenNear = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting && !untrack(() => props.isLoading)) props.load();
      },
      // A margin of the window's would be cut off at the scroller.
      { root: element.closest("[role=log]"), rootMargin: `${AHEAD}px 0px` },
    );
    whenNear.observe(element);
    onCleanup(() => whenNear.disconnect());
  });
  return (
    <button
      ref={setButton}
      type="button"
      class="button my-2 self-center pointer-coarse:min-h-11"
      aria-disabled={props.isLoading}
      onClick={() => props.isLoading || props.load()}
    >
      {props.isLoading ? "Loading…" : `Show ${props.which} messages`}
    </button>
  );
}
