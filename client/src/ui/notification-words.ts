import type { NotificationKind } from "../../../shared/notification.ts";

/** A kind in a word or two, and as a lamp shows it (see lamp.tsx); typed so that a new one cannot be forgotten. */
export const notificationWords: Record<NotificationKind, string> = {
  agent_waiting: "Waits for you",
  agent_note: "Note",
  budget_warning: "Budget",
  agent_failed: "Agent failed",
  agent_completed: "Agent finished",
  task_due: "Task due",
  task_reminder: "Reminder",
  event_soon: "Event soon",
  integration_attention: "Integration needs you",
  system_attention: "Porter needs you",
};
export const notificationLamps: Record<NotificationKind, { aspect: string; ink: string }> = {
  agent_waiting: { aspect: "caution", ink: "text-caution" },
  agent_note: { aspect: "unlit", ink: "text-brass" },
  budget_warning: { aspect: "caution", ink: "text-caution" },
  agent_failed: { aspect: "danger", ink: "text-danger" },
  agent_completed: { aspect: "done", ink: "text-ink-3" },
  task_due: { aspect: "caution", ink: "text-caution" },
  task_reminder: { aspect: "unlit", ink: "text-brass" },
  event_soon: { aspect: "unlit", ink: "text-brass" },
  integration_attention: { aspect: "danger", ink: "text-danger" },
  system_attention: { aspect: "danger", ink: "text-danger" },
};

// Object.keys forgets the key type of a Record.
export const notificationKinds = Object.keys(notificationWords) as NotificationKind[];
