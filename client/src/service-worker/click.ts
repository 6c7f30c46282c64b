import type { PushPayload } from "../../../shared/notification.ts";
import { callPorter } from "./call.ts";
import type { WorkerMessage } from "./messages.ts";
import { ANSWERS, dressed } from "./push.ts";
import { scope, type ShownNotification, type WindowClient } from "./scope.ts";

/** A page that runs Porter answers at once; one that does not is sent there by the browser. */
const ANSWER_LIMIT_MS = 1_000;

function ask(page: WindowClient, message: WorkerMessage): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.addEventListener("message", () => resolve(true), { once: true });
    port1.start();
    setTimeout(() => resolve(false), ANSWER_LIMIT_MS);
    page.postMessage(message, [port2]);
  });
}

async function openLink(link: string): Promise<void> {
  const windows = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = windows.find(({ visibilityState }) => visibilityState === "visible") ?? windows[0];
  if (!page) return void (await scope.clients.openWindow(link));
  // One that the browser does not bring to the front is led there all the same.
  await page.focus().catch(() => undefined);
  if (!(await ask(page, { type: "open", link }))) await page.navigate(link);
}

/** Always says what became of it: whoever presses on a locked phone sees nothing else of Porter. */
async function decide(payload: PushPayload, decision: "allow" | "deny"): Promise<void> {
  const called = await callPorter("agents.decide", { approvalId: payload.approvalId, decision });
  if (called.ok) {
    const title = decision === "allow" ? "Allowed" : "Denied";
    return scope.registration.showNotification(
      title,
      dressed(payload, { body: payload.title, silent: true }),
    );
  }
  await scope.registration.showNotification(
    called.isTooLate ? "Too late" : "Not answered",
    dressed(payload, {
      body: `${payload.title}: ${called.reason}`,
      ...(called.mayRetry && { actions: ANSWERS }),
    }),
  );
}

export async function handleClick(notification: ShownNotification, action: string): Promise<void> {
  notification.close();
  const payload = notification.data as PushPayload; // `dressed` put it there
  if ((action === "allow" || action === "deny") && payload.approvalId !== null)
    return decide(payload, action);
  await openLink(payload.link);
}
