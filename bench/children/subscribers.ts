import { hearParent, tellParent } from "../child.ts";

/** `open`: so many subscriptions to tasks; `tell`: so many tasks, each made when all have heard of the one before. */
export type SubscribersJob =
  | { do: "open"; url: string; token: string; subscribers: number }
  | { do: "tell"; url: string; token: string; events: number };
/** From the call that makes a task until each subscriber has heard of it, in ms: all of them together. */
export type SubscribersFigures = { lags: number[] };

type Crowd = { size: number; title: string; onHeard: () => void };

/** At once: more than a server keeps waiting would be turned away. */
const WAVE = 100;
/** What a stream says first. */
const READY = '"type":"ready"';

const crowds = new Map<string, Crowd>();

/** Plain sockets: a thousand clients that parse what they hear would take longer than the server that tells them. */
async function open({ url, token, subscribers }: SubscribersJob & { do: "open" }): Promise<void> {
  const crowd: Crowd = { size: subscribers, title: READY, onHeard: () => undefined };
  crowds.set(url, crowd);
  const { hostname, port, host } = new URL(url);
  const request = `GET /trpc/tasks.onChange HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\naccept: text/event-stream\r\n\r\n`;
  for (let there = 0; there < subscribers; there += WAVE)
    await Promise.all(Array.from({ length: Math.min(WAVE, subscribers - there) }, openOne));

  async function openOne(): Promise<void> {
    const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
    let rest = "";
    let heard = "";
    await Bun.connect({
      hostname,
      port: Number(port),
      socket: {
        open: (socket) => void socket.write(request),
        data(_socket, chunk) {
          rest += chunk.toString("latin1");
          if (heard === crowd.title || !rest.includes(crowd.title)) return;
          heard = crowd.title;
          rest = "";
          if (heard === READY) resolve();
          else crowd.onHeard();
        },
        close: () => reject(new Error("A stream was cut.")),
        error: (_socket, error) => reject(error),
      },
    });
    await ready;
  }
}

let told = 0;

async function tell({ url, token }: SubscribersJob): Promise<number[]> {
  const crowd = crowds.get(url);
  if (!crowd) throw new Error(`Nobody listens to ${url}.`);
  const title = `Fan-out ${++told}.`;
  const lags: number[] = [];
  const { promise: all, resolve } = Promise.withResolvers<void>();
  const began = performance.now();
  crowd.title = title;
  crowd.onHeard = () => {
    lags.push(performance.now() - began);
    if (lags.length === crowd.size) resolve();
  };
  const response = await fetch(`${url}/trpc/tasks.create`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ json: { title } }),
  });
  if (!response.ok) throw new Error(await response.text());
  await all;
  return lags;
}

for await (const job of hearParent<SubscribersJob>()) {
  const lags: number[] = [];
  if (job.do === "open") await open(job);
  else for (let event = 0; event < job.events; event++) lags.push(...(await tell(job)));
  tellParent({ lags } satisfies SubscribersFigures);
}
