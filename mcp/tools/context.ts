import { z } from "zod";
import { outsideMark } from "../../shared/actor.ts";
import type { PorterClient } from "../../client/sdk/client.ts";
import { codeOf } from "../explain.ts";
import { CalendarEvent } from "../../shared/calendar.ts";
import { isEnabled } from "../../shared/integration.ts";
import { describeIntegration } from "../../shared/integration-line.ts";
import { PermissionMode, SessionStatus } from "../../shared/session.ts";
import { shorten } from "../../shared/text.ts";
import { formatMoment } from "../dates.ts";
import type { Toolbox } from "../toolbox.ts";
import { TaskView, toTaskView } from "./task-view.ts";

const LONGEST_TEXT = 200;

const SessionView = z.object({
  id: z.string(),
  title: z.string(),
  status: SessionStatus,
  cwd: z.string(),
  permission_mode: PermissionMode,
  started_by: z.string(),
  created_at: z.string(),
});

const EventLine = CalendarEvent.pick({ id: true, title: true, location: true, status: true }).extend({
  start: z.string(),
  end: z.string(),
});

const Context = z.object({
  acting_as: z.enum(["session", "owner", "token"]),
  session: SessionView.nullable(),
  task: TaskView.nullable(),
  /** Today and tomorrow; left out when the session does not concern time. */
  calendar: z.object({ outside_text: z.string(), events: z.array(EventLine) }).optional(),
  integrations: z.array(z.string()),
  /** What only a person can mend; told to the owner's own Claude. */
  repairs: z.array(z.string()).optional(),
});

export function register(tools: Toolbox, client: PorterClient): void {
  tools.add({
    name: "get_context",
    title: "What I work on",
    description:
      'The session you are and the task it was started on, as both stand now, and how Porter\'s integrations stand. task is null when there is none. calendar holds the events of today and tomorrow when the session concerns time. acting_as is "owner" or "token" when Porter did not start you: then there is neither.',
    kind: { readOnly: true },
    input: z.strictObject({}),
    output: Context,
    run: async (): Promise<z.infer<typeof Context>> => {
      const [context, { items }] = await Promise.all([readContext(client), client.integrations.list.query()]);
      const integrations = items.filter(isEnabled).map(describeIntegration);
      if (!context) {
        const repairs = await readRepairs(client);
        const nobody = { session: null, task: null, integrations };
        return repairs ? { acting_as: "owner", ...nobody, repairs } : { acting_as: "token", ...nobody };
      }
      const { session, task, events } = context;
      const { id, title, status, cwd } = session;
      return {
        acting_as: "session",
        session: {
          id,
          title,
          status,
          cwd,
          permission_mode: session.permissionMode,
          started_by: session.startedBy,
          created_at: formatMoment(session.createdAt),
        },
        task: task && toTaskView(task),
        ...(events && { calendar: { outside_text: OUTSIDE_EVENTS, events: events.map(toEventLine) } }),
        integrations,
      };
    },
  });
}

const OUTSIDE_EVENTS = outsideMark("Titles and places", "calendars");

const toEventLine = ({ id, title, location, status, start, end }: CalendarEvent) => ({
  id,
  title: shorten(title, LONGEST_TEXT),
  location: shorten(location, LONGEST_TEXT),
  status,
  start,
  end,
});

/** Undefined for the owner's token: the router says INVALID to whoever is no session. */
async function readContext(client: PorterClient) {
  try {
    return await client.agents.context.query();
  } catch (error) {
    if (codeOf(error) === "INVALID") return undefined;
    throw error;
  }
}

/** What only a person can mend; undefined for a token that may not know. */
async function readRepairs(client: PorterClient): Promise<string[] | undefined> {
  try {
    const { items } = await client.integrations.repairs.query();
    return items.map(({ what, steps }) => [what, ...steps].join(" "));
  } catch (error) {
    if (codeOf(error) === "FORBIDDEN") return undefined;
    throw error;
  }
}
