import Archive from "lucide-solid/icons/archive";
import ArchiveRestore from "lucide-solid/icons/archive-restore";
import Braces from "lucide-solid/icons/braces";
import CornerDownRight from "lucide-solid/icons/corner-down-right";
import Cpu from "lucide-solid/icons/cpu";
import FileText from "lucide-solid/icons/file-text";
import Gauge from "lucide-solid/icons/gauge";
import GitFork from "lucide-solid/icons/git-fork";
import Pencil from "lucide-solid/icons/pencil";
import Pin from "lucide-solid/icons/pin";
import PinOff from "lucide-solid/icons/pin-off";
import ShieldCheck from "lucide-solid/icons/shield-check";
import type { Session } from "../../../shared/session.ts";
import type { ModelChoice } from "../../../shared/steer.ts";
import { steerSession } from "../actions/agents.ts";
import { sendNow } from "../actions/queue.ts";
import {
  archiveSession,
  exportSession,
  forkSession,
  pinSession,
  renameSession,
} from "../actions/sessions.ts";
import { api } from "../api/options.ts";
import { showToast } from "../shell/toast.ts";
import { isAtWork, waitingIds } from "../ui/at-work.ts";
import { efforts, effortWords } from "../ui/effort-words.ts";
import { permissionModes, permissionWords } from "../ui/permission-words.ts";
import type { Action, Hands } from "./actions.ts";

type About = Hands & { session: Session };
/** Of the session that the page shows. */
const ofSession = ({
  run,
  when = () => true,
  ...action
}: Omit<Action, "run" | "when" | "about"> & {
  run: (hands: About) => void | Promise<void>;
  when?: (hands: About) => boolean;
  about?: Action["about"];
}): Action => ({
  about: "here",
  ...action,
  when: ({ session, ...hands }) => session !== undefined && when({ ...hands, session }),
  run: ({ session, ...hands }) => (session ? run({ ...hands, session }) : undefined),
});

/** Only for who types: as lines of the opening list they would stand in the way of the rest. */
const isTyped = ({ typed }: Hands) => typed !== "";

/** From the last thing that it said. */
async function forkAtEnd({ session, go }: About): Promise<void> {
  const { messages } = await api.agents.get.query({ id: session.id });
  const last = messages.findLast(({ role }) => role === "assistant");
  if (!last) return void showToast({ message: "It has said nothing yet that a fork could go on from." });
  const forked = await forkSession(session.id, last.id, undefined);
  if (forked) go(`/agents/${forked.id}`);
}

const switches = (models: readonly ModelChoice[]): Action[] => [
  ...[{ value: null, name: "Claude's own choice" }, ...models].map(({ value, name }) =>
    ofSession({
      id: `model-${value ?? "own"}`,
      words: `Model: ${name}`,
      also: ["switch model", "use"],
      icon: Cpu,
      when: (hands) => isTyped(hands) && hands.session.model !== value,
      run: ({ session }) => steerSession(session, { model: value }),
    }),
  ),
  ...[null, ...efforts].map((effort) =>
    ofSession({
      id: `effort-${effort ?? "own"}`,
      words: `Effort: ${effort === null ? "Claude's own choice" : effortWords[effort]}`,
      also: ["think", "thinking"],
      icon: Gauge,
      when: (hands) => isTyped(hands) && hands.session.effort !== effort,
      run: ({ session }) => steerSession(session, { effort }),
    }),
  ),
  ...permissionModes.map((permissionMode) =>
    ofSession({
      id: `permissions-${permissionMode}`,
      words: `Permissions: ${permissionWords[permissionMode]}`,
      also: ["mode", permissionMode.toLowerCase()],
      icon: ShieldCheck,
      when: (hands) => isTyped(hands) && hands.session.permissionMode !== permissionMode,
      run: ({ session }) => steerSession(session, { permissionMode }),
    }),
  ),
];

/** What can be done with the session that the page shows, beside stopping it and copying its link. */
export const sessionActions = (models: readonly ModelChoice[]): Action[] => [
  ofSession({
    id: "send-now",
    words: "Interrupt with the next queued message",
    also: ["send now", "queue"],
    icon: CornerDownRight,
    when: ({ session }) => waitingIds(session).length > 0,
    run: ({ session }) => {
      const [id] = waitingIds(session);
      if (id !== undefined) sendNow({ id, sessionId: session.id });
    },
  }),
  ...[true, false].map((isPinned) =>
    ofSession({
      id: isPinned ? "unpin" : "pin",
      words: isPinned ? "Unpin this session" : "Pin this session",
      icon: isPinned ? PinOff : Pin,
      when: ({ session }) => (session.pinnedAt !== null) === isPinned,
      run: ({ session }) => pinSession(session),
    }),
  ),
  ...[true, false].map((isArchived) =>
    ofSession({
      id: isArchived ? "unarchive" : "archive",
      words: isArchived ? "Take this session out of the archive" : "Archive this session",
      also: ["put away", "remove"],
      icon: isArchived ? ArchiveRestore : Archive,
      when: ({ session }) => !isAtWork(session.status) && (session.archivedAt !== null) === isArchived,
      run: ({ session }) => archiveSession(session),
    }),
  ),
  ofSession({
    id: "fork",
    words: "Fork this session",
    also: ["branch", "copy", "duplicate"],
    icon: GitFork,
    when: isTyped,
    run: forkAtEnd,
  }),
  ...(["markdown", "json"] as const).map((format) =>
    ofSession({
      id: `export-${format}`,
      words: `Export this session as ${format === "json" ? "JSON" : "Markdown"}`,
      also: ["save", "download"],
      icon: format === "json" ? Braces : FileText,
      when: isTyped,
      run: ({ session }) => exportSession(session.id, format),
    }),
  ),
  ...switches(models),
  ofSession({
    id: "rename",
    words: ({ typed }) => `Rename this session to “${typed}”`,
    icon: Pencil,
    about: "typed",
    run: ({ session, typed }) => renameSession(session, typed),
  }),
];
