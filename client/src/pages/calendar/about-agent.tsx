import { useNavigate } from "@solidjs/router";
import BotMessageSquare from "lucide-solid/icons/bot-message-square";
import { createSignal } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { startAgent } from "../../actions/agents.ts";
import { explain } from "../../api/errors.ts";
import { showToast } from "../../shell/toast.ts";
import { WidePopover } from "../../ui/wide-popover.tsx";
import { promptAbout } from "./event-prompt.ts";

/** Starts an agent that has the event before it. */
export function AboutAgent(props: { event: CalendarEvent }) {
  const navigate = useNavigate();
  const [wish, setWish] = createSignal("Help me get ready for this event.");
  const [isStarting, setStarting] = createSignal(false);

  async function start(close: () => void): Promise<void> {
    if (wish().trim() === "" || isStarting()) return;
    setStarting(true);
    try {
      const session = await startAgent({ prompt: promptAbout(props.event, wish()) });
      close();
      navigate(`/agents/${session.id}`);
    } catch (error) {
      showToast({ message: `No agent started: ${explain(error)}`, kind: "error" });
    } finally {
      setStarting(false);
    }
  }

  return (
    <WidePopover
      words="Start an agent about this"
      icon={<BotMessageSquare size={16} aria-hidden="true" />}
      class="w-[min(24rem,calc(100vw-1rem))] p-4"
    >
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void start(close);
          }}
        >
          <label for="event-wish" class="text-sm font-semibold">
            What shall it do?
          </label>
          <textarea
            id="event-wish"
            data-autofocus
            rows={4}
            class="field mt-1.5 leading-relaxed"
            value={wish()}
            onInput={(event) => setWish(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void start(close);
            }}
          />
          <p class="mt-1.5 text-xs text-ink-3">The event goes with it, marked as text from outside.</p>
          <button type="submit" class="button mt-3 w-full" data-kind="main" disabled={isStarting()}>
            {isStarting() ? "Starting…" : "Start"}
          </button>
        </form>
      )}
    </WidePopover>
  );
}
