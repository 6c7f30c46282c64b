import { usePageTitle } from "../../shell/page-title.ts";
import { createUsageModel } from "./model.ts";
import { UsageView } from "./view.tsx";

export default function UsagePage() {
  usePageTitle(() => "Usage");
  // Not in the JSX: a call there is made anew at every reading of the prop.
  const model = createUsageModel();
  return <UsageView model={model} />;
}
