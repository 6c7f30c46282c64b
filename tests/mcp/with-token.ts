/**
 * A way to Porter's `/mcp` for programs that cannot send a token: requests pass with the token added, and with Porter's
 * address where their own stood. Anything else about them stays, a foreign Host and Origin too.
 * @param renames names in the requests, and what Porter has in their place
 */
export function serveWithToken(porter: { url: string; token: string }, renames: Record<string, string> = {}) {
  const { host: theirs } = new URL(porter.url);
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 0,
    async fetch(request) {
      const mine = `127.0.0.1:${server.port}`;
      const headers = new Headers(request.headers);
      headers.set("authorization", `Bearer ${porter.token}`);
      for (const name of ["host", "origin"]) {
        const given = headers.get(name);
        if (given !== null) headers.set(name, given.replace(mine, theirs));
      }
      headers.delete("content-length");
      let body = await request.text();
      for (const [name, own] of Object.entries(renames)) body = body.replaceAll(`"${name}"`, `"${own}"`);
      const { pathname } = new URL(request.url);
      return fetch(new URL(pathname, porter.url), {
        method: request.method,
        headers,
        ...(body !== "" && { body }),
        signal: request.signal,
      });
    },
  });
  return { url: `http://127.0.0.1:${server.port}/mcp`, [Symbol.asyncDispose]: () => server.stop(true) };
}
