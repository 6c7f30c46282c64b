import { moveEvent } from "../../actions/calendar.ts";
import { usePageTitle } from "../../shell/page-title.ts";
import { useLate } from "../../ui/late.ts";
import { createCalendarModel } from "./model.ts";
import { CalendarView } from "./view.tsx";

export default function CalendarPage() {
  const model = createCalendarModel();
  useLate(async () => {
    const [{ useCalendarKeys }, { createDrag }] = await Promise.all([
      import("./keys.ts"),
      import("./drag.ts"),
    ]);
    return () => {
      useCalendarKeys(model);
      model.drag.equip(createDrag(moveEvent));
    };
  });
  usePageTitle(() => "Calendar");
  return <CalendarView model={model} />;
}
