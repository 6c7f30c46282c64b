import { useLocation, useNavigate } from "@solidjs/router";
import { createEffect } from "solid-js";
import { focusSoon } from "./focus-soon.ts";

/** "New task" in the menu of the installed app's icon leads to /tasks?new (public/manifest.webmanifest). */
export function useAppShortcut(): void {
  const location = useLocation();
  const navigate = useNavigate();
  createEffect(() => {
    if (location.pathname !== "/tasks" || !("new" in location.query)) return;
    navigate("/tasks", { replace: true });
    focusSoon("#new-task");
  });
}
