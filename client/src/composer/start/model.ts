import { useNavigate } from "@solidjs/router";
import { createMemo, createSignal } from "solid-js";
import type { Effort, PermissionMode } from "../../../../shared/session.ts";
import type { LeavablePart } from "../../../../shared/told.ts";
import { startAgent } from "../../actions/agents.ts";
import { explain } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import { isEffort } from "../../ui/effort-words.ts";
import { isPermissionMode } from "../../ui/permission-words.ts";
import { createSyncedDraft } from "../draft.ts";
import { createWriting } from "../writing.ts";

/** The task that an agent is started on. `prompt`: what it is told when nothing is typed. */
export type StartOn = { taskId: string; prompt: string };

/** The prompt of a new session, and under which conditions it starts. What is left empty, the configuration says. */
export function createStartModel(on: () => StartOn | undefined) {
  const navigate = useNavigate();
  const draft = createSyncedDraft(on()?.taskId ?? "new");
  const [profileId, setProfileId] = createSignal("");
  const [folder, setFolder] = createSignal("");
  const [modelName, setModelName] = createSignal("");
  const [effort, setEffort] = createSignal<Effort>();
  const [permissions, setPermissions] = createSignal<PermissionMode>();
  /** Undefined: as the profile says. */
  const [worktree, setWorktree] = createSignal<boolean>();
  const [leftOut, setLeftOut] = createSignal<readonly LeavablePart[]>();
  const [instructions, setInstructions] = createSignal("");
  const [isStarting, setStarting] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();

  const profiles = createQuery(() => ({
    ...api.agents.profiles.queryOptions(),
    enabled: profileId() !== "",
  }));
  const profile = createMemo(() => profiles.data()?.items.find(({ id }) => id === profileId()));
  /** Undefined: the configuration's. */
  const workingFolder = () => folder().trim() || profile()?.cwd || undefined;
  const leaveOut = () => leftOut() ?? profile()?.leftOut ?? [];
  const prompt = () => (draft.text().trim() === "" ? (on()?.prompt ?? "") : draft.text());

  /** What the options say, without what they leave to the profile and the configuration. */
  function conditions() {
    const cwd = folder().trim();
    const permissionMode = permissions();
    const own = worktree();
    const left = leftOut();
    const hard = effort();
    return {
      ...(profileId() && { profileId: profileId() }),
      ...(cwd && { cwd }),
      ...(modelName() && { model: modelName() }),
      ...(hard && { effort: hard }),
      ...(permissionMode && { permissionMode }),
      ...(own !== undefined && { worktree: own }),
      ...(instructions().trim() && { instructions: instructions() }),
      ...(left && { leaveOut: [...left] }),
    };
  }

  const isReady = () => prompt().trim() !== "" && !isStarting();

  /** The words stay in the field until the server has them. */
  async function start(): Promise<void> {
    if (!isReady()) return;
    setStarting(true);
    setProblem(undefined);
    const taskId = on()?.taskId;
    try {
      const session = await startAgent({
        prompt: prompt(),
        ...(taskId !== undefined && { taskId }),
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
    on,
    prompt,
    draft,
    writing: createWriting(draft, () => ({ cwd: workingFolder() })),
    isReady,
    profileId,
    profile,
    chooseProfile: (id: string) => {
      setProfileId(id);
      setWorktree(undefined);
      setLeftOut(undefined);
    },
    folder,
    setFolder,
    modelName,
    setModelName,
    effort,
    setEffort: (value: string) => setEffort(isEffort(value) ? value : undefined),
    permissions,
    setPermissions: (value: string) => setPermissions(isPermissionMode(value) ? value : undefined),
    worktree,
    setWorktree,
    instructions,
    setInstructions,
    leaveOut,
    leave: (kind: LeavablePart, isLeftOut: boolean) =>
      setLeftOut([...leaveOut().filter((other) => other !== kind), ...(isLeftOut ? [kind] : [])]),
    isStarting,
    problem,
    start: () => void start(),
  };
}
export type StartModel = ReturnType<typeof createStartModel>;
