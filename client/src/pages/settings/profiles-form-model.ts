import type { Profile, SaveProfile } from "../../../../shared/profile.ts";
import type { LeavablePart } from "../../../../shared/told.ts";

/** A profile as it stands in the fields of its form: what is empty, the configuration says. */
export type ProfileForm = {
  name: string;
  instructions: string;
  model: string;
  effort: string;
  cwd: string;
  permissionMode: string;
  /** One rule a line. */
  allowedTools: string;
  deniedTools: string;
  allServers: boolean;
  mcpServers: string[];
  worktree: boolean;
  budgetUsd: string;
  leftOut: LeavablePart[];
};

/** The form as its parts see it. */
export type ProfileFields = {
  form: () => ProfileForm;
  set: <Key extends keyof ProfileForm>(key: Key, value: ProfileForm[Key]) => void;
};

/** What stands in one field, and what changes it. */
export const fieldOf = <Key extends keyof ProfileForm>({ form, set }: ProfileFields, key: Key) => ({
  get value() {
    return form()[key];
  },
  change: (value: ProfileForm[Key]) => set(key, value),
});

export const formOf = (profile: Profile | undefined): ProfileForm => ({
  name: profile?.name ?? "",
  instructions: profile?.instructions ?? "",
  model: profile?.model ?? "",
  effort: profile?.effort ?? "",
  cwd: profile?.cwd ?? "",
  permissionMode: profile?.permissionMode ?? "",
  allowedTools: profile?.allowedTools.join("\n") ?? "",
  deniedTools: profile?.deniedTools.join("\n") ?? "",
  allServers: (profile?.mcpServers ?? null) === null,
  mcpServers: profile?.mcpServers ?? [],
  worktree: profile?.worktree ?? false,
  budgetUsd: profile?.budgetUsd?.toString() ?? "",
  leftOut: profile?.leftOut ?? [],
});

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Checked by the server, which says what it does not take. */
export const profileOf = (
  id: string,
  form: ProfileForm,
  known: {
    isEffort: (value: string) => value is NonNullable<SaveProfile["effort"]>;
    isPermissionMode: (value: string) => value is NonNullable<SaveProfile["permissionMode"]>;
  },
): SaveProfile => ({
  id,
  name: form.name,
  instructions: form.instructions,
  model: form.model.trim() || null,
  effort: known.isEffort(form.effort) ? form.effort : null,
  cwd: form.cwd.trim() || null,
  permissionMode: known.isPermissionMode(form.permissionMode) ? form.permissionMode : null,
  allowedTools: linesOf(form.allowedTools),
  deniedTools: linesOf(form.deniedTools),
  mcpServers: form.allServers ? null : form.mcpServers,
  worktree: form.worktree,
  budgetUsd: form.budgetUsd.trim() === "" ? null : Number(form.budgetUsd),
  leftOut: form.leftOut,
});
