import { Match, Switch } from "solid-js";
import { explain, isNotFound } from "../../api/errors.ts";
import { Empty } from "../../ui/empty.tsx";
import { Problem } from "../../ui/problem.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { EventDetails } from "./event-details.tsx";
import type { CalendarModel } from "./model.ts";
import { NewEvent } from "./new-event.tsx";

/** An event beside the days, or the form of a new one; behind the first paint. */
export default function Panel(props: { model: CalendarModel }) {
  const { opened } = props.model;
  return (
    <Switch
      fallback={
        <div class="p-5">
          <RowsSkeleton rows={4} />
        </div>
      }
    >
      <Match when={props.model.draft()} keyed>
        {(draft) => <NewEvent draft={draft} model={props.model} />}
      </Match>
      <Match when={opened.event()}>{(event) => <EventDetails event={event()} model={props.model} />}</Match>
      <Match when={opened.query.data() || isNotFound(opened.query.error())}>
        <div class="p-5">
          <Empty
            title="This event is gone"
            action={
              <button type="button" class="button" onClick={() => props.model.close()}>
                Back to the calendar
              </button>
            }
          >
            It was deleted or moved, or the address is not quite right.
          </Empty>
        </div>
      </Match>
      <Match when={opened.query.error()}>
        {(error) => (
          <div class="p-5">
            <Problem
              title="The event could not be loaded"
              message={explain(error())}
              retry={opened.query.refetch}
            />
          </div>
        )}
      </Match>
    </Switch>
  );
}
