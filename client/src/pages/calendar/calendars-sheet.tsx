import { CalendarList } from "./calendar-list.tsx";
import type { CalendarModel } from "./model.ts";
import { Sheet } from "./sheet.tsx";

export default function CalendarsSheet(props: { model: CalendarModel; onClosed: () => void }) {
  return (
    <Sheet label="Calendars" onClosed={() => props.onClosed()}>
      {() => <CalendarList model={props.model} />}
    </Sheet>
  );
}
