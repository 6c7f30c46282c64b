import { z } from "zod";
import { isFromOutside, outsideMark } from "../../shared/actor.ts";
import type { Comment } from "../../shared/comment.ts";
import { TaskPriority, TaskStatus, type Task } from "../../shared/task.ts";
import { shorten } from "../../shared/text.ts";
import { formatDue, formatMoment } from "../dates.ts";

/** Characters of a description that a list shows. */
const EXCERPT = 200;

const common = {
  id: z.string(),
  number: z.number().int(),
  title: z.string(),
  status: TaskStatus,
  priority: TaskPriority,
  tags: z.array(z.string()),
  due_at: z.string().nullable(),
  recurrence: z.string().optional(),
  remind_at: z.string().optional(),
  parent_id: z.string().optional(),
  outside_text: z.string().optional(),
};

/** A task in a list: of its description only the beginning. */
export const TaskLine = z.object({ ...common, excerpt: z.string() });
export type TaskLine = z.infer<typeof TaskLine>;

export const TaskView = z.object({
  ...common,
  description: z.string(),
  created_by: z.string(),
  created_at: z.string(),
  updated_by: z.string(),
  updated_at: z.string(),
  completed_at: z.string().nullable(),
});
export type TaskView = z.infer<typeof TaskView>;

const CommentView = z.object({
  author: z.string(),
  at: z.string(),
  text: z.string(),
  outside_text: z.string().optional(),
});

/** A task with what hangs on it. `omitted_comments`: older ones that are not shown. */
export const TaskDetails = TaskView.extend({
  subtasks: z.array(
    z.object({
      id: z.string(),
      number: z.number().int(),
      title: z.string(),
      status: TaskStatus,
      outside_text: z.string().optional(),
    }),
  ),
  comments: z.array(CommentView),
  omitted_comments: z.number().int().optional(),
});
export type TaskDetails = z.infer<typeof TaskDetails>;

/** Comments that an agent is shown: the newest. */
const COMMENTS = 30;

export function toTaskDetails(
  task: Task,
  subtasks: readonly Task[],
  comments: readonly Comment[],
): TaskDetails {
  const omitted = Math.max(0, comments.length - COMMENTS);
  return {
    ...toTaskView(task),
    subtasks: subtasks.map((subtask) => {
      const { id, number, title, status } = subtask;
      return { ...outsideTextOf("The title", subtask), id, number, title, status };
    }),
    comments: comments.slice(omitted).map(toCommentView),
    ...(omitted > 0 && { omitted_comments: omitted }),
  };
}

function toCommentView({ author, text, createdAt }: Comment): z.infer<typeof CommentView> {
  return {
    ...(isFromOutside(author) && { outside_text: outsideMark("This text", author) }),
    author,
    at: formatMoment(createdAt),
    text,
  };
}

export function toTaskLine(task: Task): TaskLine {
  return { ...commonOf(task), excerpt: shorten(task.description, EXCERPT) };
}

export function toTaskView(task: Task): TaskView {
  return {
    ...commonOf(task),
    description: task.description,
    created_by: task.createdBy,
    created_at: formatMoment(task.createdAt),
    updated_by: task.updatedBy,
    updated_at: formatMoment(task.updatedAt),
    completed_at: task.completedAt && formatMoment(task.completedAt),
  };
}

const outsideTextOf = (what: string, { outsideText }: Task) =>
  outsideText === null ? {} : { outside_text: outsideMark(what, outsideText) };

function commonOf(task: Task) {
  const { id, number, title, status, priority, tags, recurrence, remindAt, parentId } = task;
  return {
    ...outsideTextOf("Title, tags and description", task),
    id,
    number,
    title,
    status,
    priority,
    tags,
    due_at: task.dueAt && formatDue(task.dueAt),
    ...(recurrence && { recurrence }),
    ...(remindAt && { remind_at: formatMoment(remindAt) }),
    ...(parentId && { parent_id: parentId }),
  };
}
