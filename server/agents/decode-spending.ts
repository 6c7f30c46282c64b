import type { SDKMessage, SDKResultMessage } from "@anthropic-ai/claude-agent-sdk";
import { z } from "zod";
import type { Usage } from "../../shared/session.ts";
import type { PlanLimit, SpentByModel } from "../../shared/usage.ts";

/** Not in the SDK's types, but on every result that follows a model call. */
const SpentSince = z.object({
  model_usage_since_last_result: z.record(
    z.string(),
    z.object({
      inputTokens: z.number(),
      outputTokens: z.number(),
      cacheReadInputTokens: z.number(),
      cacheCreationInputTokens: z.number(),
      costUSD: z.number(),
    }),
  ),
});

export function spentSince(message: SDKResultMessage): SpentByModel | undefined {
  const since = SpentSince.safeParse(message);
  return since.success ? spentOf(since.data.model_usage_since_last_result) : undefined;
}

/** By the CLI's own estimate of the costs. */
export function spentOf(
  models: SDKResultMessage["modelUsage"] | z.infer<typeof SpentSince>["model_usage_since_last_result"],
): SpentByModel {
  return Object.fromEntries(
    Object.entries(models).map(([model, used]) => [
      model,
      {
        costUsd: used.costUSD,
        inputTokens: used.inputTokens,
        outputTokens: used.outputTokens,
        cacheReadTokens: used.cacheReadInputTokens,
        cacheCreationTokens: used.cacheCreationInputTokens,
      },
    ]),
  );
}

/** One call's tokens as far as an event of its stream tells them: all that it read, and what it wrote. */
export type ContextUsage = { read: number | undefined; written: number };

type StreamUsage = {
  input_tokens?: number | null;
  cache_read_input_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
  output_tokens: number;
};

export function contextUsage(usage: StreamUsage): ContextUsage {
  const { input_tokens: fresh, cache_read_input_tokens: cached, cache_creation_input_tokens: kept } = usage;
  const isTold = typeof fresh === "number";
  return { read: isTold ? fresh + (cached ?? 0) + (kept ?? 0) : undefined, written: usage.output_tokens };
}

/**
 * A call of a model that began (`model` is given) or has taken more, in all so far. `caller`: the tool call that a
 * sub-agent works for; empty in the conversation itself. Each caller has one call at a time.
 */
export type CallTokens = { caller: string; model: string | undefined; tokens: Partial<Usage> };

export function callTokens({
  event,
  parent_tool_use_id: parent,
}: Extract<SDKMessage, { type: "stream_event" }>): CallTokens[] {
  if (event.type !== "message_start" && event.type !== "message_delta") return [];
  const [model, usage]: [string | undefined, StreamUsage] =
    event.type === "message_start" ? [event.message.model, event.message.usage] : [undefined, event.usage];
  const { input_tokens: fresh, cache_read_input_tokens: cached, cache_creation_input_tokens: kept } = usage;
  const tokens = {
    outputTokens: usage.output_tokens,
    ...(typeof fresh === "number" && { inputTokens: fresh }),
    ...(typeof cached === "number" && { cacheReadTokens: cached }),
    ...(typeof kept === "number" && { cacheCreationTokens: kept }),
  };
  return [{ caller: parent ?? "", model, tokens }];
}

const Window = z.object({
  status: z.enum(["allowed", "allowed_warning", "rejected"]),
  utilization: z.number().nullish(),
  /** Seconds since 1970. */
  resetsAt: z.number().nullish(),
});

const Windows = z.object({ unifiedWindows: z.record(z.string(), Window) });

/** Also what the event holds beside the SDK's types: all windows of the plan. */
export function decodePlanLimits({
  rate_limit_info: info,
}: Extract<SDKMessage, { type: "rate_limit_event" }>): Omit<PlanLimit, "seenAt">[] {
  const windows = Windows.safeParse(info);
  const named = info.rateLimitType === undefined ? {} : { [info.rateLimitType]: info };
  // The windows have a utilization that the event itself lacks.
  const all: Record<string, z.infer<typeof Window>> = { ...named, ...windows.data?.unifiedWindows };
  return Object.entries(all).map(([type, { status, utilization, resetsAt }]) => ({
    type,
    status,
    utilization: utilization ?? null,
    resetsAt: atSecond(resetsAt),
  }));
}

/** Not in the SDK's types: on the failed call that met a limit of the plan. */
const LimitMet = z.object({
  api_error: z.literal("usage_limit_reached"),
  api_error_params: z.object({ rate_limit_info: Window.pick({ resetsAt: true }) }),
});

export function limitedUntilOf(message: SDKMessage): Date | null {
  const met = LimitMet.safeParse(message);
  return met.success ? atSecond(met.data.api_error_params.rate_limit_info.resetsAt) : null;
}

const atSecond = (seconds: number | null | undefined): Date | null =>
  typeof seconds === "number" ? new Date(seconds * 1000) : null;
