import type { PermissionMode } from "../../../shared/session.ts";

/** What each mode means for the person; typed so that a new one cannot be forgotten. */
export const permissionWords: Record<PermissionMode, string> = {
  default: "Ask before it acts",
  acceptEdits: "Edit files in its folder, ask for the rest",
  plan: "Make a plan first, change nothing",
  bypassPermissions: "Do everything without asking",
};

// Object.keys forgets the key type of a Record.
export const permissionModes = Object.keys(permissionWords) as PermissionMode[];
export const isPermissionMode = (value: string): value is PermissionMode =>
  Object.hasOwn(permissionWords, value);
