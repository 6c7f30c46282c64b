import type { ToldPart } from "../../../shared/told.ts";

/** Typed so that a new kind cannot be forgotten. */
export const partWords: Record<ToldPart["kind"], string> = {
  porter: "Porter and its tools",
  integrations: "Integrations",
  calendar: "Calendar, today and tomorrow",
  task: "The task, its steps and comments",
  earlier: "Earlier sessions on the task",
  instructions: "Instructions",
};
