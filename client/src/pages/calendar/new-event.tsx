import { EventForm } from "./event-form.tsx";
import type { Draft } from "./drafts.ts";
import type { CalendarModel } from "./model.ts";
import { PanelBar } from "./panel-bar.tsx";

export function NewEvent(props: { draft: Draft; model: CalendarModel }) {
  return (
    <div class="flex flex-col gap-4 px-4 pt-3 pb-12 sm:px-6 lg:pt-5">
      <PanelBar close={props.model.close} />
      <h2 class="title text-lg">New event</h2>
      <EventForm
        initial={props.draft}
        calendars={props.model.writable()}
        button="Create event"
        save={(texts) => void props.model.save(texts)}
        cancel={props.model.close}
      />
    </div>
  );
}
