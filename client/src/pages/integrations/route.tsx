import { usePageTitle } from "../../shell/page-title.ts";
import { createIntegrations } from "./model.ts";
import { IntegrationsView } from "./view.tsx";

export default function IntegrationsPage() {
  usePageTitle(() => "Integrations");
  // Not in the JSX: a call there is made anew at every reading of the prop.
  const model = createIntegrations();
  return <IntegrationsView model={model} />;
}
