import CheckCheck from "lucide-solid/icons/check-check";
import Bot from "lucide-solid/icons/bot-message-square";
import CalendarPlus from "lucide-solid/icons/calendar-plus";
import CircleCheck from "lucide-solid/icons/circle-check";
import CircleStop from "lucide-solid/icons/circle-stop";
import KeyRound from "lucide-solid/icons/key-round";
import Keyboard from "lucide-solid/icons/keyboard";
import Link from "lucide-solid/icons/link";
import ListPlus from "lucide-solid/icons/list-plus";
import LogOut from "lucide-solid/icons/log-out";
import Monitor from "lucide-solid/icons/monitor";
import Moon from "lucide-solid/icons/moon";
import RotateCcw from "lucide-solid/icons/rotate-ccw";
import Smartphone from "lucide-solid/icons/smartphone";
import Sun from "lucide-solid/icons/sun";
import type { Session } from "../../../shared/session.ts";
import type { Task } from "../../../shared/task.ts";
import { promptFor, startAgent } from "../actions/agents.ts";
import { markAllDone } from "../actions/notifications.ts";
import { copyLink } from "../actions/sessions.ts";
import { quickAdd, updateTaskById } from "../actions/tasks.ts";
import { signOut } from "../api/auth.ts";
import { api } from "../api/options.ts";
import { focusSoon } from "../shell/focus-soon.ts";
import type { OverlayName } from "../shell/overlays.ts";
import { allPlaces } from "../shell/places.ts";
import { chooseTheme } from "../shell/theme.ts";
import { showToast } from "../shell/toast.ts";
import { isAtWork } from "../ui/at-work.ts";

/** What an action has to work with. */
export type Hands = {
  /** What stands in the field, trimmed. */
  typed: string;
  /** What the page behind shows. */
  task: Task | undefined;
  session: Session | undefined;
  go: (path: string) => void;
  show: (overlay: OverlayName) => void;
};

/** One thing that can be done. To add one, add a line to `actions`. */
export type Action = {
  id: string;
  words: string | ((hands: Hands) => string);
  /** Other words that find it, in lower case. */
  also?: readonly string[];
  icon: typeof Bot;
  /** Its shortcut, as useKeys takes it; only shown here. */
  keys?: string;
  /** Where it leads: Ctrl or ⌘ and Enter open it in a new tab. */
  href?: string;
  /** A failure is told by the palette. */
  run: (hands: Hands) => void | Promise<void>;
  /**
   * `here`: about what the page shows. `waiting`: what agents wait for. `typed`: made of what stands in the field.
   * Otherwise it can always be done.
   */
  about?: "here" | "waiting" | "typed";
  /** Its words must not be cut at the end of the line. */
  wraps?: boolean;
  when?: (hands: Hands) => boolean;
};

async function startOn({ task, go }: Hands): Promise<void> {
  if (!task) return;
  const session = await startAgent({ prompt: promptFor(task), taskId: task.id });
  go(`/agents/${session.id}`);
}

export const actions: readonly Action[] = [
  {
    id: "done",
    words: "Mark this task done",
    also: ["complete", "finish", "close"],
    icon: CircleCheck,
    about: "here",
    when: ({ task }) => task !== undefined && task.status !== "done",
    run: ({ task }) => task && updateTaskById(task.id, { status: "done" }),
  },
  {
    id: "reopen",
    words: "Reopen this task",
    icon: RotateCcw,
    about: "here",
    when: ({ task }) => task?.status === "done" || task?.status === "cancelled",
    run: ({ task }) => task && updateTaskById(task.id, { status: "todo" }),
  },
  {
    id: "start-on",
    words: "Start an agent on this task",
    icon: Bot,
    about: "here",
    when: ({ task }) => task !== undefined,
    run: startOn,
  },
  {
    id: "interrupt",
    words: "Stop this agent",
    also: ["interrupt", "cancel"],
    icon: CircleStop,
    about: "here",
    when: ({ session }) => session !== undefined && isAtWork(session.status),
    run: async ({ session }) => {
      if (session) await api.agents.interrupt.mutate({ id: session.id });
    },
  },
  {
    id: "copy-link",
    words: ({ task }) => (task ? "Copy the link to this task" : "Copy the link to this session"),
    also: ["share", "url", "address"],
    icon: Link,
    about: "here",
    when: ({ task, session }) => Boolean(task ?? session),
    run: ({ task, session }) => copyLink(task ? `/tasks/${task.id}` : `/agents/${session?.id}`),
  },
  {
    id: "new-task",
    words: "New task",
    also: ["add", "create task"],
    icon: ListPlus,
    keys: "c",
    run: ({ go }) => {
      go("/tasks");
      focusSoon("#new-task");
    },
  },
  {
    id: "new-event",
    words: "New event",
    also: ["appointment", "meeting", "calendar"],
    icon: CalendarPlus,
    run: ({ go }) => {
      go("/calendar");
      focusSoon("#new-event");
    },
  },
  {
    id: "new-agent",
    words: "New agent",
    also: ["start an agent", "session", "prompt"],
    icon: Bot,
    run: ({ go }) => {
      go("/agents");
      focusSoon("#new-prompt");
    },
  },
  ...allPlaces.map(({ href, name, icon, key }): Action => ({
    id: `go-${key}`,
    words: `Go to ${name}`,
    also: [name.toLowerCase()],
    icon,
    keys: `g ${key}`,
    href,
    run: ({ go }) => go(href),
  })),
  {
    id: "all-done",
    words: "Mark all notifications done",
    also: ["clear", "inbox"],
    icon: CheckCheck,
    run: markAllDone,
  },
  {
    id: "light",
    words: "Theme: light",
    also: ["day", "bright"],
    icon: Sun,
    run: () => chooseTheme("light"),
  },
  {
    id: "dark",
    words: "Theme: dark",
    also: ["night"],
    icon: Moon,
    run: () => chooseTheme("dark"),
  },
  {
    id: "system",
    words: "Theme: as the system",
    also: ["auto"],
    icon: Monitor,
    run: () => chooseTheme("system"),
  },
  {
    id: "shortcuts",
    words: "Keyboard shortcuts",
    also: ["keys", "help"],
    icon: Keyboard,
    keys: "?",
    run: ({ show }) => show("shortcuts"),
  },
  {
    id: "device",
    words: "Sign in another device",
    also: ["phone", "qr", "link"],
    icon: Smartphone,
    href: "/settings",
    run: ({ go }) => go("/settings"),
  },
  {
    id: "profiles",
    words: "Agent profiles",
    also: ["template", "instructions"],
    icon: Bot,
    href: "/settings#profiles",
    run: ({ go }) => go("/settings#profiles"),
  },
  {
    id: "tokens",
    words: "Tokens",
    also: ["api key", "access", "script", "claude desktop", "revoke"],
    icon: KeyRound,
    href: "/settings#tokens",
    run: ({ go }) => go("/settings#tokens"),
  },
  { id: "sign-out", words: "Sign out", also: ["log out", "leave"], icon: LogOut, run: () => signOut() },
  {
    id: "create-task",
    words: ({ typed }) => `Create task “${typed}”`,
    icon: ListPlus,
    about: "typed",
    run: async ({ typed, go }) => {
      const task = await quickAdd(typed);
      showToast({
        message: `Created “${task.title}”`,
        action: { label: "Open", run: () => go(`/tasks/${task.id}`) },
      });
    },
  },
  {
    id: "start-agent",
    words: ({ typed }) => `Start an agent “${typed}”`,
    icon: Bot,
    about: "typed",
    run: async ({ typed, go }) => {
      const session = await startAgent({ prompt: typed });
      go(`/agents/${session.id}`);
    },
  },
];
