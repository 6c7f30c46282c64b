import { lazy, type Component } from "solid-js";
import type { Session } from "../../../../../shared/session.ts";

type AboutTab = { id: string; name: string; panel: Component<{ session: Session }> };

/** To add one, add a line: its panel is a default export that takes the session. `id` stands in the address. */
export const aboutTabs: readonly AboutTab[] = [
  { id: "told", name: "Told", panel: lazy(() => import("./told.tsx")) },
  { id: "folder", name: "Folder", panel: lazy(() => import("./folder.tsx")) },
  { id: "changes", name: "Changes in Porter", panel: lazy(() => import("../changes/panel.tsx")) },
  { id: "servers", name: "MCP servers", panel: lazy(() => import("../servers/panel.tsx")) },
];
