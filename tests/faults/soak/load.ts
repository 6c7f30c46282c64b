import type { Session } from "../../../shared/session.ts";
import { apiError, cut, pause, text, type MessagesApi } from "../../support/messages-api.ts";
import { readEventStream } from "../../support/event-stream.ts";
import { agentPids } from "../../support/processes.ts";
import type { Porter } from "../../support/server.ts";
import { watchSession } from "../../support/watch.ts";
import { post, signed } from "../../webhooks/sign.ts";

/** In ms, between one thing of a kind and the next. */
type Pace = { write: number; webhook: number; turn: number; cut: number; fault: number };

/** What was acknowledged, and so must not be lost; and how much was done to lose it. */
export type Done = {
  tasks: Set<string>;
  /** Titles of the tasks that webhooks ask for. */
  hooks: Set<string>;
  sessions: string[];
  turns: number;
  faults: Record<"cuts" | "kills" | "stops" | "failures", number>;
};

/** Each session is talked to so often before the next one begins. */
const TURNS_OF_A_SESSION = 4;

const oneOf = <T>(items: readonly T[]): T | undefined => items[Math.floor(Math.random() * items.length)];
/** Between a half and one and a half of it. */
const about = (ms: number): number => ms * (0.5 + Math.random());

/** The model answers, is overloaded, breaks off, or says nothing until it is given up. */
function scriptFailures(api: MessagesApi): void {
  const answers = {
    answer: () => text("What was asked for. ".repeat(40), { chunk: 20, delayMs: 5 }),
    overloaded: () => apiError(529, "overloaded_error", "Overloaded"),
    limited: () => apiError(429, "rate_limit_error", "Slow down"),
    cut: () => [text("Half of what was", { chunk: 4, delayMs: 5 }), cut()],
    silent: () => [text("Wait"), pause(api.gate())],
  };
  // What a process that was killed had not heard is said again in front of what is asked now.
  api.when("SOAK ", ({ prompt }) => {
    const said = [...prompt.matchAll(/SOAK (\w+)/g)].at(-1)?.[1];
    const kind = KINDS.find((each) => each === said);
    if (!kind) throw new Error(`Nobody asked for "${said}".`);
    return answers[kind]();
  });
}
/** In turn: more of them fail than anywhere else. */
const KINDS = [
  "cut",
  "answer",
  "overloaded",
  "answer",
  "silent",
  "answer",
  "limited",
  "answer",
  "answer",
] as const;

/** Works Porter and hurts what it works with, until the signal. */
export async function load(options: {
  porter: Porter;
  api: MessagesApi;
  secret: string;
  pace: Pace;
  signal: AbortSignal;
}): Promise<Done> {
  const { porter, api, secret, pace, signal } = options;
  const { client } = porter;
  const done: Done = {
    tasks: new Set(),
    hooks: new Set(),
    sessions: [],
    turns: 0,
    faults: { cuts: 0, kills: 0, stops: 0, failures: 0 },
  };
  scriptFailures(api);
  const every = async (ms: number, work: () => Promise<void>): Promise<void> => {
    while (!signal.aborted) {
      await work();
      await Bun.sleep(about(ms));
    }
  };

  async function write(): Promise<void> {
    const { id } = await client.tasks.create.mutate({ title: "Soak", description: "x".repeat(500) });
    done.tasks.add(id);
    await client.tasks.update.mutate({ id, status: "done" });
    await client.tasks.list.query({ limit: 50 });
    await client.tasks.remove.mutate({ id });
  }

  async function sendWebhook(): Promise<void> {
    const title = `By webhook ${crypto.randomUUID()}`;
    const body = JSON.stringify({ type: "task.create", data: { title } });
    const answer = await post(`${porter.url}/webhooks/tasks`, signed({ body, secret }));
    if (answer.status === 202) done.hooks.add(title);
  }

  async function talk(): Promise<void> {
    const kind = KINDS[done.turns % KINDS.length] ?? "answer";
    const prompt = `SOAK ${kind}`;
    const last = done.sessions.at(-1);
    const isNew = last === undefined || done.turns % TURNS_OF_A_SESSION === 0;
    const sent = isNew ? undefined : await client.agents.send.mutate({ id: last, content: prompt });
    const id = sent?.sessionId ?? (await client.agents.start.mutate({ prompt })).id;
    if (isNew) done.sessions.push(id);
    done.turns++;
    if (kind !== "answer") done.faults.failures++;

    using watch = watchSession(client, id);
    /** The session was told to be so after this message had come: what it was before is of earlier turns. */
    const untilThen = (...statuses: Session["status"][]) =>
      watch.until(({ events }) => {
        const from = events.findIndex((one) => one.type === "message" && one.message.id === sent?.id);
        return events
          .slice(from + 1)
          .some((one) => one.type === "session" && statuses.includes(one.session.status));
      });
    const settled = ["completed", "failed", "interrupted"] as const;
    if (kind === "silent") {
      await untilThen("running", ...settled);
      await client.agents.interrupt.mutate({ id });
    }
    await untilThen(...settled);
  }

  /** A CLI is killed, or stands still for a while as on a machine that sleeps. */
  async function hurt(): Promise<void> {
    const pid = oneOf(agentPids(porter));
    if (pid === undefined) return;
    const isToDie = Math.random() < 0.5;
    try {
      process.kill(pid, isToDie ? "SIGKILL" : "SIGSTOP");
      if (isToDie) done.faults.kills++;
      else {
        done.faults.stops++;
        await Bun.sleep(about(500));
        process.kill(pid, "SIGCONT");
      }
    } catch (error) {
      // It ended by itself between the look and the signal.
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }

  await Promise.all([
    every(pace.write, write),
    every(pace.webhook, sendWebhook),
    every(pace.turn, talk),
    every(pace.fault, hurt),
  ]);
  return done;
}

export type Reader = { created: Set<string>; cuts: () => number; ended: Promise<void> };

/** A tab that loses its connection now and then and goes on from where it was, until the signal. */
export function readWithCuts(porter: Porter, cutEveryMs: number, signal: AbortSignal): Reader {
  const created = new Set<string>();
  let cuts = 0;
  return { created, cuts: () => cuts, ended: read() };

  async function read(): Promise<void> {
    let lastEventId: string | undefined = "0";
    while (!signal.aborted) {
      const connection = new AbortController();
      const timer = setTimeout(() => connection.abort(), about(cutEveryMs));
      const both = AbortSignal.any([signal, connection.signal]);
      for await (const { id, data } of readEventStream(porter, "tasks.onChange", {
        lastEventId,
        signal: both,
      })) {
        lastEventId = id;
        const change = data as { type: string; task?: { id: string } }; // a TaskChange or a signal of the stream
        if (change.type === "created" && change.task) created.add(change.task.id);
        if (change.type === "resync")
          throw new Error("A reader that lost no more than seconds was told to resync.");
      }
      clearTimeout(timer);
      if (connection.signal.aborted) cuts++;
    }
  }
}
