import type { ExportFormat } from "../../../shared/history.ts";
import type { Session } from "../../../shared/session.ts";
import { explain } from "../api/errors.ts";
import { applySessionChange, findSession } from "../api/feed-cache.ts";
import { newId } from "../api/ids.ts";
import { api } from "../api/options.ts";
import { offerUndo, showToast } from "../shell/toast.ts";
import { createOrder } from "./in-order.ts";

const inOrder = createOrder();

const tell = (deed: string, error: unknown) =>
  showToast({ message: `Not ${deed}: ${explain(error)}`, kind: "error" });

/** Shown at once, taken back when the server refuses; the stream tells all other tabs. */
async function change(
  session: Session,
  after: Partial<Pick<Session, "title" | "pinnedAt" | "archivedAt">>,
  { deed, send }: { deed: string; send: () => Promise<unknown> },
): Promise<boolean> {
  applySessionChange({ ...session, ...after });
  try {
    await inOrder(send);
    return true;
  } catch (error) {
    applySessionChange(session);
    tell(deed, error);
    return false;
  }
}

export const renameSession = (session: Session, title: string): void =>
  void change(
    session,
    { title },
    { deed: "renamed", send: () => api.agents.rename.mutate({ id: session.id, title }) },
  );

export function pinSession(session: Session): void {
  const pinned = session.pinnedAt === null;
  void change(
    session,
    { pinnedAt: pinned ? new Date() : null },
    { deed: pinned ? "pinned" : "unpinned", send: () => api.agents.pin.mutate({ id: session.id, pinned }) },
  );
}

const setArchived = (session: Session, archived: boolean): Promise<boolean> =>
  change(
    session,
    { archivedAt: archived ? new Date() : null },
    {
      deed: archived ? "archived" : "taken out of the archive",
      send: () => api.agents.archive.mutate({ id: session.id, archived }),
    },
  );

/** Puts a session away, or takes it out again; putting away offers the way back. */
export async function archiveSession(session: Session): Promise<void> {
  if (session.archivedAt) return void setArchived(session, false);
  const back = () => void setArchived(findSession(session.id) ?? session, false);
  const withdraw = offerUndo(`Archived “${session.title}”`, back);
  if (!(await setArchived(session, true))) withdraw();
}

/** Saves a session as a file, which comes piece by piece. */
export async function exportSession(id: string, format: ExportFormat): Promise<void> {
  try {
    const pieces: string[] = [];
    let cursor: string | undefined;
    let file = { name: "", mediaType: "" };
    do {
      const piece = await api.agents.export.query({ id, format, ...(cursor !== undefined && { cursor }) });
      pieces.push(piece.text);
      file = { name: piece.fileName, mediaType: piece.mediaType };
      cursor = piece.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const address = URL.createObjectURL(new Blob(pieces, { type: file.mediaType }));
    const link = document.createElement("a");
    link.href = address;
    link.download = file.name;
    link.click();
    URL.revokeObjectURL(address);
  } catch (error) {
    tell("exported", error);
  }
}

export async function copyLink(path: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.origin + path);
    showToast({ message: "Link copied" });
  } catch {
    // Over plain HTTP from another machine there is no clipboard.
    showToast({
      message: `This browser does not let Porter copy. The link: ${location.origin}${path}`,
      kind: "error",
    });
  }
}

/** A session that goes on from a message of another; what it is to be asked first stands in its draft. */
export async function forkSession(
  id: string,
  messageId: string,
  prompt: string | undefined,
): Promise<Session | undefined> {
  try {
    const session = await api.agents.fork.mutate({ id, messageId });
    if (prompt !== undefined)
      await api.agents.saveDraft.mutate({ key: session.id, text: prompt, images: [], tab: newId() });
    return session;
  } catch (error) {
    tell("forked", error);
    return undefined;
  }
}
