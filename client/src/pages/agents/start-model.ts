import { useNavigate } from "@solidjs/router";
import { createSignal } from "solid-js";
import type { PermissionMode } from "../../../../shared/session.ts";
import { startAgent } from "../../actions/agents.ts";
import { explain } from "../../api/errors.ts";
import { isPermissionMode } from "../../ui/permission-words.ts";

/** The prompt of a new session, and under which conditions it starts. What is left empty, the configuration says. */
export function createStartModel() {
  const navigate = useNavigate();
  const [prompt, setPrompt] = createSignal("");
  const [folder, setFolder] = createSignal("");
  const [permissions, setPermissions] = createSignal<PermissionMode>();
  const [isStarting, setStarting] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();

  async function start(): Promise<void> {
    if (prompt().trim() === "" || isStarting()) return;
    setStarting(true);
    setProblem(undefined);
    const cwd = folder().trim();
    const permissionMode = permissions();
    try {
      const session = await startAgent({
        prompt: prompt(),
        ...(cwd && { cwd }),
        ...(permissionMode && { permissionMode }),
      });
      navigate(`/agents/${session.id}`);
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setStarting(false);
    }
  }

  return {
    prompt,
    setPrompt,
    folder,
    setFolder,
    permissions,
    setPermissions: (value: string) => setPermissions(isPermissionMode(value) ? value : undefined),
    isStarting,
    problem,
    start: () => void start(),
  };
}
export type StartModel = ReturnType<typeof createStartModel>;
