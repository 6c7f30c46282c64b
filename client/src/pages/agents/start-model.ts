import { useNavigate } from "@solidjs/router";
import { createSignal } from "solid-js";
import type { PermissionMode } from "../../../../shared/session.ts";
import { startAgent } from "../../actions/agents.ts";
import { createLeftOut } from "../../actions/left-out.ts";
import { explain } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import { createSyncedDraft } from "../../composer/draft.ts";
import { createWriting } from "../../composer/writing.ts";
import { isPermissionMode } from "../../ui/permission-words.ts";

/** The prompt of a new session, and under which conditions it starts. What is left empty, the configuration says. */
export function createStartModel() {
  const navigate = useNavigate();
  const draft = createSyncedDraft("new");
  const [profileId, setProfileId] = createSignal("");
  const [folder, setFolder] = createSignal("");
  const [permissions, setPermissions] = createSignal<PermissionMode>();
  /** Undefined: as the profile says. */
  const [worktree, setWorktree] = createSignal<boolean>();
  const [instructions, setInstructions] = createSignal("");
  const { leaveOut, leave } = createLeftOut();
  const [isStarting, setStarting] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();

  const profiles = createQuery(() => ({
    ...api.agents.profiles.queryOptions(),
    enabled: profileId() !== "",
  }));
  /** Undefined: the configuration's. */
  function workingFolder(): string | undefined {
    const profile = profiles.data()?.items.find(({ id }) => id === profileId());
    return folder().trim() || profile?.cwd || undefined;
  }

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
      ...(leaveOut().length > 0 && { leaveOut: [...leaveOut()] }),
    };
  }

  const isReady = () => draft.text().trim() !== "" && !isStarting();

  /** The words stay in the field until the server has them. */
  async function start(): Promise<void> {
    if (!isReady()) return;
    setStarting(true);
    setProblem(undefined);
    try {
      const session = await startAgent({
        prompt: draft.text(),
        ...(draft.images().length > 0 && { images: draft.images() }),
        idempotencyKey: draft.sendKey(),
        ...conditions(),
      });
      draft.clear();
      navigate(`/agents/${session.id}`);
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setStarting(false);
    }
  }

  return {
    prompt: draft.text,
    draft,
    writing: createWriting(draft, () => ({ cwd: workingFolder() })),
    isReady,
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
    leaveOut,
    leave,
    isStarting,
    problem,
    start: () => void start(),
  };
}
export type StartModel = ReturnType<typeof createStartModel>;
