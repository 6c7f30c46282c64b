import type { Effort } from "../../../shared/session.ts";

/** Typed so that a new one cannot be forgotten. */
export const effortWords: Record<Effort, string> = {
  low: "Low",
  medium: "Medium",
  high: "High",
  xhigh: "Very high",
  max: "Highest",
};

// Object.keys forgets the key type of a Record.
export const efforts = Object.keys(effortWords) as Effort[];
export const isEffort = (value: string): value is Effort => Object.hasOwn(effortWords, value);
