import type { IntegrationDefinition } from "./contract.ts";
import { calendar } from "./calendar/index.ts";
import { github } from "./github/index.ts";
import { tasks } from "./tasks/index.ts";
import { webhook } from "./webhook/index.ts";

/** The only list of the integrations that ship with Porter. They are light: what is heavy is loaded by `init`. */
export const builtIns: readonly IntegrationDefinition[] = [tasks, calendar, webhook, github];
