import { join, resolve } from "node:path";

export type Child = ReturnType<typeof startChild>;

/**
 * One side of a measurement in a process of its own, so that its work is counted to nobody else. It is a file of
 * `bench/children/`, and they talk in JSON; tokens go by the environment or a message, which no list of processes shows.
 */
export function startChild(name: string, env: Record<string, string> = {}) {
  const heard = createQueue();
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "children", `${name}.ts`)], {
    cwd: resolve(import.meta.dir, ".."),
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "inherit", "inherit"],
    ipc: (message) => heard.push(message),
    onExit: () => heard.end(new Error(`bench/children/${name}.ts has ended.`)),
  });
  return {
    pid: child.pid,

    send(message: unknown): void {
      child.send(message);
    },

    /** What it says next. Both sides are of one bench: the caller knows of which kind. @throws Error when it has ended */
    hear: async <Message>(): Promise<Message> => (await heard.next()) as Message,

    async [Symbol.asyncDispose](): Promise<void> {
      child.kill();
      await child.exited;
    },
  };
}

/** In the child: what its parent says, for as long as it lives. A parent that was killed leaves nobody at work. */
export async function* hearParent<Message>(): AsyncGenerator<Message> {
  const heard = createQueue();
  process.on("message", heard.push);
  process.on("disconnect", () => process.exit());
  for (;;) yield (await heard.next()) as Message;
}

export function tellParent(message: unknown): void {
  if (!process.send) throw new Error("Only a bench starts this.");
  process.send(message);
}

function createQueue() {
  const items: unknown[] = [];
  let wake: (() => void) | undefined;
  let ended: Error | undefined;
  return {
    push(item: unknown): void {
      items.push(item);
      wake?.();
    },
    end(reason: Error): void {
      ended = reason;
      wake?.();
    },
    async next(): Promise<unknown> {
      while (items.length === 0) {
        if (ended) throw ended;
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
      }
      return items.shift();
    },
  };
}
