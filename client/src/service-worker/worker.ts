import { handleClick } from "./click.ts";
import type { PageMessage } from "./messages.ts";
import { receivePush, renewSubscription } from "./push.ts";
import { scope } from "./scope.ts";
import { answerFromShell, dropOldShells, holds, keepShell } from "./shell-cache.ts";

/**
 * The service worker, built to /sw.js: the shell without a server, and pushes without a page. Not Workbox: what Porter
 * needs of it stands in shell-cache.ts, and its build brings Babel and a second Rollup.
 */

scope.addEventListener("install", (event) => event.waitUntil(keepShell()));

scope.addEventListener("activate", (event) =>
  event.waitUntil(dropOldShells().then(() => scope.clients.claim())),
);

scope.addEventListener("fetch", (event) => {
  const answer = answerFromShell(event.request);
  if (answer) event.respondWith(answer);
});

scope.addEventListener("message", (event) => {
  const message = event.data as PageMessage; // only pages of this origin can send one
  if (message.type === "take over") event.waitUntil(scope.skipWaiting());
  else event.ports[0]?.postMessage(holds(message.path));
});

scope.addEventListener("push", (event) => event.waitUntil(receivePush(event.data)));

scope.addEventListener("notificationclick", (event) =>
  event.waitUntil(handleClick(event.notification, event.action)),
);

scope.addEventListener("pushsubscriptionchange", (event) =>
  event.waitUntil(renewSubscription(event.oldSubscription)),
);
