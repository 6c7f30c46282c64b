import { usePageTitle } from "../../shell/page-title.ts";
import { createInbox } from "./model.ts";
import { InboxView } from "./view.tsx";

export default function NotificationsPage() {
  usePageTitle(() => "Notifications");
  // Not in the JSX: a call there is made anew at every reading of the prop.
  const model = createInbox();
  return <InboxView model={model} />;
}
