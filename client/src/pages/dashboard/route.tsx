import { usePageTitle } from "../../shell/page-title.ts";
import { createDashboard } from "./model.ts";
import { DashboardView } from "./view.tsx";

export default function DashboardPage() {
  usePageTitle(() => "Dashboard");
  // Not in the JSX: a call there is made anew at every reading of the prop.
  const model = createDashboard();
  return <DashboardView model={model} />;
}
