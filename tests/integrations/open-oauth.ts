import { join } from "node:path";
import pino from "pino";
import { z } from "zod";
import { createApp } from "../../server/app.ts";
import { createAuth } from "../../server/auth/service.ts";
import { addressOf } from "../../server/http/address.ts";
import type { LiveIntegration } from "../../server/integrations/contract.ts";
import { IntegrationError } from "../../server/integrations/error.ts";
import { createTraffic } from "../../server/system/traffic.ts";
import type { Services } from "../../server/trpc/context.ts";
import { createFakeClock, openIntegrations } from "../support/integrations.ts";
import { startOAuthProvider } from "../support/oauth-provider.ts";
import { sample } from "./sample.ts";

export const OWNER = "the-token-of-the-owner-of-this-porter";

const Connected = z.object({ result: z.object({ data: z.object({ json: z.object({ url: z.string() }) }) }) });

type Options = { finishConnect?: LiveIntegration["finishConnect"]; publicUrl?: string };

/**
 * Two integrations that sign in to a service, behind Porter's own HTTP surface on a socket: what is real is all between
 * the browser and the service.
 */
export async function openOAuth({ finishConnect, publicUrl }: Options = {}) {
  const provider = startOAuthProvider();
  const clock = createFakeClock();
  const account = (id: string) =>
    sample(id, {
      canConnect: true,
      tickInterval: 60,
      init: ({ vault, fetch }) => ({
        tick() {
          if (vault.get("token") === undefined) throw new IntegrationError("auth", "Sign in first.");
        },
        connect: ({ state, codeChallenge, redirectUri }) => {
          const asked = { state, code_challenge: codeChallenge, redirect_uri: redirectUri };
          return `${provider.site}/authorize?${new URLSearchParams(asked).toString()}`;
        },
        finishConnect:
          finishConnect ??
          (async ({ code, codeVerifier, redirectUri }) => {
            const given = { code, code_verifier: codeVerifier, redirect_uri: redirectUri };
            const answer = await fetch(`${provider.url}/token`, {
              method: "POST",
              body: new URLSearchParams(given),
            });
            if (!answer.ok) throw new IntegrationError("auth", "The service did not take the <code>.");
            vault.set("token", await answer.text());
          }),
      }),
    });
  const room = openIntegrations({ definitions: [account("account"), account("other")], clock });
  const auth = createAuth({ db: room.db, ownerToken: OWNER });
  const requests: Request[] = [];
  let port = 0;
  const address = () => addressOf("127.0.0.1", port, publicUrl);
  await Bun.write(join(room.dataDir, "web/index.html"), "<!doctype html><title>Porter</title>");
  const app = createApp({
    // The procedures that a test calls need no others.
    services: {
      integrations: room.integrations,
      auth,
      system: { isWell: () => true },
      metrics: { traffic: createTraffic({ record: () => undefined }) },
    } as unknown as Services,
    webhooks: { receive: () => Promise.resolve(new Response()) },
    webFolder: join(room.dataDir, "web"),
    address,
    stopping: new AbortController().signal,
    log: pino({ level: "debug" }, { write: (line: string) => void room.logged.push(JSON.parse(line)) }),
  });
  app.onRequest(({ request }) => void requests.push(request));
  app.listen({ hostname: "127.0.0.1", port: 0 });
  port = app.server?.port ?? 0;
  const url = `http://127.0.0.1:${port}`;

  const post = (path: string, body: unknown, headers: Record<string, string>, origin = url) =>
    fetch(url + path, {
      method: "POST",
      headers: { "content-type": "application/json", origin, host: new URL(origin).host, ...headers },
      body: JSON.stringify(body),
    });

  /** As a browser that holds a session of its own, and what comes to it with `connect`. */
  async function signIn(origin = url) {
    const answer = await post("/login", { token: OWNER }, {}, origin);
    const session = pairOf(answer);
    return {
      session,
      signOut: () => post("/logout", {}, { cookie: session }, origin),
      /** The address at the service, and the cookie that the sign-in is bound to. */
      async connect(integrationId = "account") {
        const answer = await post(
          "/trpc/integrations.connect",
          { json: { integrationId } },
          { cookie: session },
          origin,
        );
        return {
          url: await addressIn(answer),
          cookie: pairOf(answer),
          setCookie: answer.headers.get("set-cookie"),
        };
      },
    };
  }

  return {
    ...room,
    provider,
    clock,
    url,
    port,
    /** All that came, in order. */
    requests,
    signIn,
    /** As a script, with the owner's token. */
    async connectByToken() {
      const headers = { authorization: `Bearer ${OWNER}` };
      const answer = await post(
        "/trpc/integrations.connect",
        { json: { integrationId: "account" } },
        headers,
      );
      return { url: await addressIn(answer), setCookie: answer.headers.get("set-cookie") };
    },
    /** As a browser follows the service's redirect. */
    comeBack: (to: string, cookie?: string) =>
      fetch(to, {
        redirect: "manual",
        headers: {
          ...(cookie !== undefined && { cookie }),
          "sec-fetch-site": "cross-site",
          "sec-fetch-mode": "navigate",
          "sec-fetch-dest": "document",
        },
      }),
    async [Symbol.asyncDispose](): Promise<void> {
      await app.stop(true);
      await provider[Symbol.asyncDispose]();
      const stopped = room[Symbol.asyncDispose]();
      await clock.advance(10_000); // The host's patience with what does not end.
      await stopped;
    },
  };
}

const addressIn = async (answer: Response): Promise<string> =>
  Connected.parse(await answer.json()).result.data.json.url;

const pairOf = (answer: Response): string => answer.headers.get("set-cookie")?.split(";")[0] ?? "";
