import { defineIntegration, type Effect, type Incoming, type IntegrationContext } from "../contract.ts";
import { BadDelivery } from "../error.ts";
import { quoteOutside, toLine, toText } from "../outside-text.ts";
import { hookNameIn, verifyHooks } from "./check.ts";
import { Config, type Hook } from "./config.ts";
import { fillTemplate } from "./template.ts";

const TITLE_LENGTH = 300;
const NOTIFICATION_LENGTH = 2_000;
const DESCRIPTION_LENGTH = 20_000;

export const webhook = defineIntegration({
  id: "webhook",
  name: "Webhooks",
  description: "Turns what other programs post into tasks and notifications, by hooks in the configuration.",
  config: Config,
  webhook: {
    check: "own",
    hasSecret: ({ hooks }) => hooks.length > 0,
    verify: verifyHooks,
  },
  actions: {},

  init(context) {
    return {
      handle: {},
      handleWebhook(delivery) {
        const name = hookNameIn(delivery.webhookId);
        const hook = context.config.hooks.find((hook) => hook.name === name);
        if (!hook)
          throw new BadDelivery(`The hook "${name}" that took it is no longer in the configuration.`);
        return effectOf(hook, delivery, context);
      },
    };
  },
});

function effectOf(
  { name, task, notify }: Hook,
  { id, body }: Incoming,
  context: Pick<IntegrationContext<Config>, "tasks" | "notify">,
): Effect {
  const fill = (template: string, max: number) => fillTemplate(template, body, max);
  const titleOf = (template: string) => toLine(fill(template, NOTIFICATION_LENGTH), TITLE_LENGTH) || name;

  return () => {
    const created =
      task &&
      context.tasks.create({
        title: titleOf(task.title),
        description: quoteOutside(
          `From the hook "${name}"`,
          fill(task.description ?? "", DESCRIPTION_LENGTH),
        ),
        priority: task.priority,
        tags: task.tags,
      });
    if (notify)
      context.notify({
        key: `delivery:${id}`,
        title: titleOf(notify.title),
        body: toText(fill(notify.body ?? "", NOTIFICATION_LENGTH), NOTIFICATION_LENGTH),
        ...(created && { link: `/tasks/${created.id}` }),
      });
    const done = [
      ...(created ? [`created task #${created.number}`] : []),
      ...(notify ? ["told its owner"] : []),
    ];
    return `Hook "${name}": ${done.length > 0 ? done.join(" and ") : "kept"}.`;
  };
}
