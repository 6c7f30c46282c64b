import { usePageTitle } from "../../shell/page-title.ts";
import { useLate } from "../../ui/late.ts";
import { createCalendarModel } from "./model.ts";
import { CalendarView } from "./view.tsx";

export default function CalendarPage() {
  const model = createCalendarModel();
  useLate(async () => {
    const { useCalendarKeys } = await import("./keys.ts");
    return () => useCalendarKeys(model);
  });
  usePageTitle(() => "Calendar");
  return <CalendarView model={model} />;
}
