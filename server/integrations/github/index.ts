import { defineIntegration } from "../contract.ts";
import { IntegrationError } from "../error.ts";
import { Config } from "./config.ts";
import { applyEvent } from "./effects.ts";
import { readEvent } from "./events.ts";
import { verifyGitHub } from "./signature.ts";

export const github = defineIntegration({
  id: "github",
  name: "GitHub",
  description:
    "Brings issues assigned to you, reviews wanted from you and failed checks, by GitHub's webhooks.",
  config: Config,
  webhook: {
    check: "own",
    hasSecret: ({ secret }) => secret !== undefined,
    verify: (given, { secret }) => (secret === undefined ? undefined : verifyGitHub(given, secret)),
  },
  actions: {},

  init(context) {
    const { secret, login } = context.config;
    if (secret === undefined)
      throw new IntegrationError(
        "config",
        "[integrations.github] secret is missing: the secret of the webhook at GitHub.",
      );
    if (login === undefined)
      throw new IntegrationError("config", "[integrations.github] login is missing: your account at GitHub.");

    return {
      handle: {},
      handleWebhook({ headers, body }) {
        const event = readEvent(headers["x-github-event"] ?? "", body, login);
        return event ? () => applyEvent(event, context) : () => "Nothing to do.";
      },
    };
  },
});
