export type Received = { url: URL; headers: Headers; body: Buffer };

type Answer = { status: number; headers?: Record<string, string> };

/** An HTTP endpoint on loopback that keeps what is posted to it, and answers 201 or as it was told to. */
export function startReceiver() {
  const received: Received[] = [];
  const answers: Answer[] = [];
  let taken = 0;
  let arrived = Promise.withResolvers<void>();

  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const body = Buffer.from(await request.arrayBuffer());
      const { status, headers } = answers.shift() ?? { status: 201 };
      received.push({ url: new URL(request.url), headers: request.headers, body });
      arrived.resolve();
      arrived = Promise.withResolvers<void>();
      return new Response(null, { status, ...(headers && { headers }) });
    },
  });

  return {
    url: `http://127.0.0.1:${server.port}`,
    received,
    /** How the next requests are answered, one each. */
    answer: (...next: Answer[]): void => void answers.push(...next),
    /** The next request that was not taken yet, in the order in which they came. */
    async next(): Promise<Received> {
      for (;;) {
        const request = received[taken];
        if (request) {
          taken += 1;
          return request;
        }
        await arrived.promise;
      }
    },
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

export type Receiver = ReturnType<typeof startReceiver>;
