import type { Effort, PermissionMode, SessionStatus } from "../../../../shared/session.ts";
import type { JsonOption } from "../../output.ts";

export type ListOptions = JsonOption & {
  status?: SessionStatus[];
  query?: string;
  task?: string;
  archived?: true;
  limit: number;
};

export type FollowOptions = JsonOption & { detach?: true };

export type StartOptions = FollowOptions & {
  task?: string;
  cwd?: string;
  worktree?: true;
  profile?: string;
  model?: string;
  effort?: Effort;
  mode?: PermissionMode;
  budget?: number;
};

export type AnswerOptions = JsonOption & { yes?: true };

export type AllowOptions = AnswerOptions & { answer?: string[] };
