import type { Calendar, SetCalendar } from "../../../shared/calendar.ts";
import { explain } from "../api/errors.ts";
import { refreshCalendar } from "../api/feed-cache.ts";
import { api } from "../api/options.ts";
import { queryClient } from "../api/query-client.ts";
import { showToast } from "../shell/toast.ts";

type Calendars = { items: Calendar[] };

/** Those that take new events, the one that does unless another is named first: it is shown, so that they are seen. */
export const takersOf = (calendars: readonly Calendar[]): Calendar[] =>
  calendars.filter(({ isWritable }) => isWritable).toSorted((a, b) => Number(b.isShown) - Number(a.isShown));

/** The owner's choice for a calendar, shown at once. */
export async function chooseForCalendar(choice: SetCalendar): Promise<void> {
  const key = api.calendar.list.queryKey(undefined, "query");
  await queryClient.cancelQueries({ queryKey: key }); // An answer on its way is older than the choice.
  queryClient.setQueryData<Calendars>(
    key,
    (known) =>
      known && {
        items: known.items.map((calendar) =>
          calendar.id === choice.id ? { ...calendar, ...choice } : calendar,
        ),
      },
  );
  try {
    await api.calendar.set.mutate(choice);
  } catch (error) {
    showToast({ message: `Not saved: ${explain(error)}`, kind: "error" });
  } finally {
    await refreshCalendar();
  }
}
