import { usePageTitle } from "../../shell/page-title.ts";
import { createSettings } from "./model.ts";
import { SettingsView } from "./view.tsx";

export default function SettingsPage() {
  usePageTitle(() => "Settings");
  // Not in the JSX: a call there is made anew at every reading of the prop.
  const model = createSettings();
  return <SettingsView model={model} />;
}
