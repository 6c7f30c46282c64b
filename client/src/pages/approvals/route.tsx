import { usePageTitle } from "../../shell/page-title.ts";
import { createApprovals } from "./model.ts";
import { ApprovalsView } from "./view.tsx";

export default function ApprovalsPage() {
  const model = createApprovals();
  usePageTitle(() => "Approvals");
  return <ApprovalsView model={model} />;
}
