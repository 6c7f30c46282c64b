import { createMemo, type Accessor } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { isNotFound } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { withPending } from "../../api/pending-events.ts";
import { createQuery } from "../../api/query.ts";

/** The event in the panel, which need not be one of those on the screen. */
export function createOpened(id: Accessor<string | undefined>, inSight: Accessor<readonly CalendarEvent[]>) {
  const query = createQuery(() => ({
    ...api.calendar.event.queryOptions({ id: id() ?? "" }),
    enabled: id() !== undefined,
  }));
  const event = createMemo((): CalendarEvent | undefined => {
    const given = id();
    if (given === undefined) return undefined;
    // What was known of one that is gone is known still.
    if (isNotFound(query.error())) return undefined;
    const known = query.data() ?? (query.error() ? undefined : inSight().find((each) => each.id === given));
    return known && withPending(known);
  });
  return { id, event, query };
}
