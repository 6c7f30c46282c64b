import type * as Sdk from "@anthropic-ai/claude-agent-sdk/core";

/**
 * What Porter uses of the Agent SDK, loaded with the first process and not with the server: its 46,000 objects were a
 * quarter of all that a Porter holds that runs no agent, and a sixth of the processor time of its start.
 */
export function agentSdk() {
  // By these names: the bundler leaves out what is not named, 0.8 MB.
  const { prewarm, query } = require("@anthropic-ai/claude-agent-sdk/core") as typeof Sdk;
  return { prewarm, query };
}
