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
  const [profileId, setProfileId] = createSignal("");
  const [folder, setFolder] = createSignal("");
  const [permissions, setPermissions] = createSignal<PermissionMode>();
  /** Undefined: as the profile says. */
  const [worktree, setWorktree] = createSignal<boolean>();
  const [instructions, setInstructions] = createSignal("");
  const [isStarting, setStarting] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();

  /** What the options say, without what they leave to the profile and the configuration. */
  function conditions() {
    const cwd = folder().trim();
    const permissionMode = permissions();
    const own = worktree();
    return {
      ...(profileId() && { profileId: profileId() }),
      ...(cwd && { cwd }),
      ...(permissionMode && { permissionMode }),
      ...(own !== undefined && { worktree: own }),
      ...(instructions().trim() && { instructions: instructions() }),
    };
  }

  async function start(): Promise<void> {
    if (prompt().trim() === "" || isStarting()) return;
    setStarting(true);
    setProblem(undefined);
    try {
      const session = await startAgent({ prompt: prompt(), ...conditions() });
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
    profileId,
    chooseProfile: (id: string) => {
      setProfileId(id);
      setWorktree(undefined);
    },
    folder,
    setFolder,
    permissions,
    setPermissions: (value: string) => setPermissions(isPermissionMode(value) ? value : undefined),
    worktree,
    setWorktree,
    instructions,
    setInstructions,
    isStarting,
    problem,
    start: () => void start(),
  };
}
export type StartModel = ReturnType<typeof createStartModel>;
