import type { ModelInfo, SlashCommand as CliCommand } from "@anthropic-ai/claude-agent-sdk";
import type { SlashCommand } from "../../../shared/session.ts";
import type { ModelChoice } from "../../../shared/steer.ts";
import { shorten } from "../../../shared/text.ts";

/**
 * Commands of the CLI's own that make no sense outside of its terminal, or that have a place of their own in Porter:
 * a new session instead of `/clear`, the switches of the composer instead of `/model`.
 */
const NOT_HERE = new Set([
  "clear",
  "color",
  "config",
  "doctor",
  "effort",
  "exit",
  "focus",
  "login",
  "logout",
  "model",
  "reload-plugins",
  "rename",
  "resume",
  "update-config",
]);
/** Some describe themselves to the model, in a page. */
const LONGEST_DESCRIPTION = 200;

/** The commands that Porter offers of those that the CLI reports. */
export const toCommands = (reported: readonly CliCommand[]): SlashCommand[] =>
  reported
    .filter(({ name, builtin }) => !(builtin && NOT_HERE.has(name)))
    .map(({ name, description, argumentHint }) => ({
      name,
      description: shorten(description, LONGEST_DESCRIPTION),
      argumentHint,
    }));

export const toModelChoices = (reported: readonly ModelInfo[]): ModelChoice[] =>
  reported.map(({ value, resolvedModel, displayName, description, supportedEffortLevels }) => ({
    value,
    model: resolvedModel ?? null,
    name: displayName,
    description,
    efforts: supportedEffortLevels ?? [],
  }));
