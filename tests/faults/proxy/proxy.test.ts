import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "node:http2";
import { createPorterClient } from "../../../client/sdk/index.ts";
import { figure } from "../../support/figures.ts";
import { LONG } from "../../support/long.ts";
import { findFreePort, scratchDir, startPorter, type Porter } from "../../support/server.ts";
import { askFrom } from "./ask-from.ts";
import { prepareProxy } from "./run-proxy.ts";

/** In ms: more than nginx's own limit for an answer on which nothing comes (`proxy_read_timeout`, 60 s). */
const IDLE = 75_000;

const MANY_GUESSES = 25;

for (const name of ["nginx", "caddy"] as const) {
  describe(`behind ${name}, with the file of docs/reverse-proxy.md`, () => {
    const abort = new AbortController();
    let proxy: Awaited<ReturnType<typeof prepareProxy>>;
    let porter: Porter;
    let scratch: ReturnType<typeof scratchDir>;
    let startPorterAgain: () => Promise<Porter>;
    let verify: string | undefined;
    /** Where Porter itself listens. */
    const port = findFreePort();

    beforeAll(async () => {
      // The certificate is nobody's; the client for scripts has no way to be told so, and needs none.
      verify = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
      scratch = scratchDir(name);
      proxy = await prepareProxy(name, scratch.path, port);
      startPorterAgain = () =>
        startPorter({
          home: `${scratch.path}/home`,
          port,
          config: `[server]\npublic_url = "${proxy.url}"\ntrusted_proxies = ["127.0.0.1"]\n`,
        });
      porter = await startPorterAgain();
      await proxy.start();
    });
    afterAll(async () => {
      abort.abort();
      await proxy.stop();
      await porter.stop();
      if (verify === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = verify;
      scratch[Symbol.dispose]();
    });

    const direct = () => createPorterClient({ url: `http://127.0.0.1:${port}`, token: porter.token });

    test("a stream is not held back, and outlives a restart of the proxy and of Porter, with nothing lost", async () => {
      const through = createPorterClient({ url: proxy.url, token: porter.token });
      const heard: string[] = [];
      let wanted = Promise.withResolvers<void>();
      const hear = (what: string) => {
        heard.push(what);
        wanted.resolve();
      };
      const reading = (async () => {
        for await (const { data } of through.tasks.onChange.subscribe(undefined, { signal: abort.signal }))
          hear("task" in data ? data.task.title : data.type);
      })();
      const until = async (what: string) => {
        while (!heard.includes(what)) {
          wanted = Promise.withResolvers<void>();
          await wanted.promise;
        }
      };
      await until("ready");
      const start = performance.now();
      await direct().tasks.create.mutate({ title: "at once" });
      await until("at once");
      const delay = performance.now() - start;
      if (LONG) {
        await Bun.sleep(IDLE);
        expect(heard.filter((what) => what === "ready")).toHaveLength(1);
      }
      await proxy.stop();
      await direct().tasks.create.mutate({ title: "while the proxy is away" });
      await proxy.start();
      await until("while the proxy is away");
      await porter.kill();
      const { status } = await fetch(`${proxy.url}/health`);
      expect(status).toBe(502);
      porter = await startPorterAgain();
      await direct().tasks.create.mutate({ title: "after the restart" });
      const back = performance.now();
      await until("after the restart");
      expect(heard.filter((what) => what !== "ready")).toEqual([
        "at once",
        "while the proxy is away",
        "after the restart",
      ]);
      abort.abort();
      await reading;
      figure("proxy", `an event through ${name}`, delay, "ms");
      figure("proxy", `until a client behind ${name} is back`, (performance.now() - back) / 1000, "s");
      if (LONG) figure("proxy", `a silent stream through ${name} held for`, IDLE / 1000, "s");
    });

    test("nor is it over HTTP/2, as browsers come", async () => {
      const session = connect(proxy.url, { rejectUnauthorized: false });
      const headers = { ":path": "/trpc/tasks.onChange", authorization: `Bearer ${porter.token}` };
      const stream = session.request(headers).setEncoding("utf8");
      let text = "";
      let wanted = Promise.withResolvers<void>();
      stream.on("data", (chunk: string) => {
        text += chunk;
        wanted.resolve();
      });
      const until = async (what: string) => {
        while (!text.includes(what)) {
          wanted = Promise.withResolvers<void>();
          await wanted.promise;
        }
      };
      await until("ready");
      expect(session.alpnProtocol).toBe("h2");
      await direct().tasks.create.mutate({ title: "over HTTP/2" });
      await until("over HTTP/2");
      session.destroy();
    });

    test("a browser signs in, with a cookie for https alone; other names and origins are refused", async () => {
      const signIn = (headers: Record<string, string>) =>
        fetch(`${proxy.url}/login`, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: JSON.stringify({ token: porter.token }),
        });
      const signedIn = await signIn({ origin: proxy.url });
      expect(signedIn.status).toBe(204);
      expect(signedIn.headers.get("set-cookie")).toEndWith("; Secure");
      expect((await signIn({ origin: "https://evil.example" })).status).toBe(403);
      const path = "/trpc/tasks.counts";
      const headers = { authorization: `Bearer ${porter.token}` };
      expect(await askFrom("127.0.0.1", proxy.port, { path, headers })).toMatchObject({ status: 200 });
      // nginx leaves this to Porter; Caddy answers under its own names alone, and what it answers is empty.
      const foreign = await askFrom("127.0.0.1", proxy.port, {
        path,
        headers: { ...headers, host: "evil.example" },
      });
      if (name === "nginx") expect(foreign.status).toBe(421);
      else expect(foreign.text).toBe("");
    });

    test("wrong tokens are counted by who sent them, whatever they say of themselves", async () => {
      const guess = (address: string, headers: Record<string, string> = {}) =>
        askFrom(address, proxy.port, {
          path: "/trpc/tasks.counts",
          headers: { authorization: "Bearer wrong", ...headers },
        });
      const statuses = new Set<number>();
      for (let i = 0; i < MANY_GUESSES; i++) {
        const { status } = await guess("127.0.0.2", { "x-forwarded-for": `192.0.2.${i}` });
        statuses.add(status);
      }
      expect([...statuses]).toEqual([401, 429]);
      expect((await guess("127.0.0.3")).status).toBe(401);
      figure("proxy", `senders told apart behind ${name}`, 2);
    });

    test("a body as large as Porter takes reaches it", async () => {
      const ask = (characters: number) =>
        askFrom("127.0.0.1", proxy.port, {
          path: "/trpc/tasks.create",
          method: "POST",
          headers: { authorization: `Bearer ${porter.token}`, "content-type": "application/json" },
          body: JSON.stringify({ json: { title: "x".repeat(characters) } }),
        });
      const { status, text } = await ask(15 * 1024 * 1024);
      expect({ status, isPorters: text.includes('"INVALID"') }).toEqual({ status: 400, isPorters: true });
    });
  });
}
