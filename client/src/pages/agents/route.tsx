import { usePageTitle } from "../../shell/page-title.ts";
import { createAgentsModel } from "./model.ts";
import { AgentsView } from "./view.tsx";

export default function AgentsPage() {
  usePageTitle(() => "Agents");
  // Not in the JSX: a call there is made anew at every reading of the prop.
  const model = createAgentsModel();
  return <AgentsView model={model} />;
}
