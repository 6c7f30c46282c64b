import { Elysia } from "elysia";
import { tellParent } from "../child.ts";

/** Where it serves. */
export type FanOutFloor = { url: string };

const HOST = "127.0.0.1";

/** Elysia alone: an event is one text, made once and written to everybody who listens. */
function serve(): FanOutFloor {
  const listeners = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  const write = (data: unknown) => encoder.encode(`data: ${JSON.stringify(data)}\n\n`);
  const app = new Elysia({ serve: { idleTimeout: 0 } })
    .get("/trpc/tasks.onChange", () => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          listeners.add(controller);
          controller.enqueue(write({ type: "ready" }));
        },
      });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    })
    .post(
      "/trpc/tasks.create",
      async ({ request }) => {
        const task: unknown = await request.json();
        const event = write({ type: "created", task, rest: "x".repeat(500) });
        for (const listener of listeners) listener.enqueue(event);
        return { task };
      },
      { parse: "none" },
    );
  app.listen({ hostname: HOST, port: 0 });
  return { url: `http://${HOST}:${app.server?.port}` };
}

tellParent(serve());
