import type { TaskPriority, TaskSort, TaskStatus } from "../../../../shared/task.ts";
import type { JsonOption } from "../../output.ts";

export type ListOptions = JsonOption & {
  status?: TaskStatus[];
  priority?: TaskPriority[];
  tag?: string[];
  query?: string;
  sort?: TaskSort;
  all?: true;
  limit: number;
};

export type EditOptions = JsonOption & {
  title?: string;
  description?: string;
  status?: TaskStatus;
  priority?: TaskPriority;
  tags?: string[];
  due?: string;
  remind?: string;
  repeat?: string;
  parent?: string;
};
