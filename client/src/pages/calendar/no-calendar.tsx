import { A } from "@solidjs/router";
import { Empty } from "../../ui/empty.tsx";

export function NoCalendar() {
  return (
    <Empty
      level="h1"
      title="No calendar yet"
      action={
        <A href="/integrations/calendar" class="button" data-kind="main">
          Set up a calendar
        </A>
      }
    >
      Connect Google, a CalDAV server, or any calendar that has an address (.ics). Its events then stand here
      and on the dashboard, and your agents know of them.
    </Empty>
  );
}
