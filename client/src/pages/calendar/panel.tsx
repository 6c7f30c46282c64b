import { Match, Switch } from "solid-js";
import { explain, isNotFound, porterError } from "../../api/errors.ts";
import { Empty } from "../../ui/empty.tsx";
import { NotYet } from "../../ui/not-yet.tsx";
import { EventDetails } from "./event-details.tsx";
import type { CalendarModel } from "./model.ts";
import { NewEvent } from "./new-event.tsx";

/** An event beside the days, or the form of a new one; behind the first paint. */
export default function Panel(props: { model: CalendarModel }) {
  const { opened } = props.model;
  // It was there, there is none of this id, or the address is no id at all.
  const isGone = () => {
    const error = opened.query.error();
    return isNotFound(error) || porterError(error)?.code === "INVALID" || opened.query.data() !== undefined;
  };
  return (
    <Switch
      fallback={
        <div class="p-5">
          <NotYet
            error={opened.query.error()}
            explain={explain}
            problem="The event could not be loaded"
            retry={opened.query.refetch}
            rows={4}
          />
        </div>
      }
    >
      <Match when={props.model.draft()} keyed>
        {(draft) => <NewEvent draft={draft} model={props.model} />}
      </Match>
      <Match when={opened.event()}>{(event) => <EventDetails event={event()} model={props.model} />}</Match>
      <Match when={isGone()}>
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
    </Switch>
  );
}
