import { expect, test } from "bun:test";
import { createGuardedFetch, type Lookup } from "../../server/integrations/calendar/guarded-fetch.ts";

/** Where it would have connected to, and as whom. */
async function connectTo(
  url: string,
  { lookup, allowPrivate = false }: { lookup?: Lookup; allowPrivate?: boolean },
) {
  const asked: { url: string; host: string | null; tls: unknown }[] = [];
  const guarded = createGuardedFetch(
    async (input, init: BunFetchRequestInit = {}) => {
      asked.push({ url: String(input), host: new Headers(init.headers).get("host"), tls: init.tls });
      return new Response();
    },
    { name: "Holidays", allowPrivate, lookup },
  );
  await guarded(url);
  return asked;
}

const found =
  (...addresses: string[]): Lookup =>
  async () =>
    addresses.map((address) => ({ address }));

test("it connects to the address that was looked at, under the name that was asked for", async () => {
  expect(await connectTo("https://a.example:8443/x?y", { lookup: found("93.184.215.14") })).toEqual([
    { url: "https://93.184.215.14:8443/x?y", host: "a.example:8443", tls: { serverName: "a.example" } },
  ]);
  expect(await connectTo("http://a.example/", { lookup: found("2606:2800:21f::1") })).toMatchObject([
    { url: "http://[2606:2800:21f::1]/", host: "a.example" },
  ]);
});

const PRIVATE =
  "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 198.18.0.1 192.0.2.1 ::1 :: fe80::1 fd00::1 ff02::1 ::ffff:127.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:0::1 ::7f00:1 64:ff9b:1::7f00:1 fec0::1 4000::1".split(
    " ",
  );

test("an address inside of a network is refused, however it is written", async () => {
  for (const address of PRIVATE)
    expect(
      await connectTo("https://a.example/", { lookup: found(address) }).catch((error: unknown) => error),
    ).toMatchObject({
      remedy: "config",
      message: "Holidays: its address leads into a private network. allow_private = true permits that.",
    });
  for (const host of [
    "127.0.0.1",
    "127.1",
    "0x7f.1",
    "2130706433",
    "[::1]",
    "[::ffff:10.0.0.1]",
    "[fe80::1]",
    "[::127.0.0.1]",
  ])
    expect(await connectTo(`http://${host}/`, {}).catch((error: unknown) => error)).toMatchObject({
      remedy: "config",
    });
  expect(await connectTo("http://localhost/", {}).catch((error: unknown) => error)).toMatchObject({
    remedy: "config",
  });
});

test("of a name that has addresses on both sides the outer one is taken", async () => {
  expect(await connectTo("http://a.example/", { lookup: found("10.0.0.1", "93.184.215.14") })).toMatchObject([
    { url: "http://93.184.215.14/" },
  ]);
});

test("allow_private allows it", async () => {
  const asked = await connectTo("http://nas.home/", { lookup: found("192.168.1.2"), allowPrivate: true });
  expect(asked).toMatchObject([{ url: "http://192.168.1.2/", host: "nas.home" }]);
});

test("a name that is not found is tried again later, and nothing else is", async () => {
  const lookup = () => Promise.reject(new Error("ENOTFOUND a.example"));
  expect(await connectTo("http://a.example/", { lookup }).catch((error: unknown) => error)).toMatchObject({
    remedy: "retry",
    message: "Holidays: its host cannot be found.",
  });
});

test("an address that cannot be reached makes way for the next one", async () => {
  using server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("here") });
  const guarded = createGuardedFetch(fetch, {
    name: "NAS",
    allowPrivate: true,
    // Nobody listens there.
    lookup: found("127.0.0.2", "127.0.0.1"),
  });
  const response = await guarded(`http://nas.home:${server.port}/`);
  expect(await response.text()).toBe("here");
});

test("redirects are not followed", async () => {
  using server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () => Response.redirect("http://169.254.169.254/"),
  });
  const guarded = createGuardedFetch(fetch, { name: "NAS", allowPrivate: true });
  expect((await guarded(String(server.url))).status).toBe(302);
});
