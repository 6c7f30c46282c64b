type Passed = { method: string; path: string; body: string };

/**
 * What stands between Porter and the CalDAV server: it writes down what is asked, and can take from the answers what
 * another server would not tell, or answer itself.
 */
export function standBetween(server: string) {
  const passed: Passed[] = [];
  let change = (answer: string): string => answer;
  let hold: (asked: Passed) => Promise<void> | undefined = () => undefined;
  let replace: (asked: Passed, answer: Response) => Response = (_, answer) => answer;
  let refuse: (asked: Passed) => Response | undefined = () => undefined;

  const listening = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const asked = { method: request.method, path: pathname, body: await request.text() };
      passed.push(asked);
      await hold(asked);
      const own = refuse(asked);
      if (own) return own;
      const answer = await fetch(new URL(pathname, server), {
        method: asked.method,
        headers: request.headers,
        body: asked.body || null,
        redirect: "manual",
      });
      const { status, headers } = answer;
      const kept = new Headers(headers);
      // They are about the bytes as Radicale has packed them.
      for (const name of ["content-encoding", "content-length"]) kept.delete(name);
      return replace(asked, new Response(change(await answer.text()) || null, { status, headers: kept }));
    },
  });

  return {
    url: `http://127.0.0.1:${listening.port}/`,
    /** What was asked since this was asked last. */
    taken: (): Passed[] => passed.splice(0),
    changeAnswers: (by: typeof change): void => void (change = by),
    /** After the server has done what was asked. */
    answerWith: (by: typeof replace): void => void (replace = by),
    /** Until the promise is settled. */
    holdWhen: (by: typeof hold): void => void (hold = by),
    refuseWhen: (by: typeof refuse): void => void (refuse = by),
    [Symbol.asyncDispose]: () => listening.stop(true),
  };
}
